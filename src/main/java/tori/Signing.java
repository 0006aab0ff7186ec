package tori;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.SigningConfig;
import tori.signing.KeyDirectory;
import tori.signing.KeyFile;
import tori.signing.RequestSigner;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * What one configuration says about signing, with its key read. Immutable, any thread.
 *
 * @param opened the key
 * @param signer signs polls
 * @param directory shows the key to those who check
 */
record Signing(KeyFile.Opened opened, RequestSigner signer, KeyDirectory directory) {

    private static final Logger LOG = LoggerFactory.getLogger(Signing.class);

    /**
     * Reads the key, or makes one; null if polls are not signed.
     *
     * @throws IOException with a sentence for the user if the key cannot be used
     */
    static @Nullable Signing open(@Nullable SigningConfig config, InstantSource wall)
            throws IOException {
        if (config == null) {
            return null;
        }
        KeyFile.Opened opened = KeyFile.open(path(config));
        if (opened.fresh()) {
            LOG.info("Made the signing key {} in {}", opened.key(), config.keyFile());
        }
        RequestSigner signer =
                new RequestSigner(
                        opened.key(), config.agent(), form(config), wall, new SecureRandom());
        return new Signing(opened, signer, new KeyDirectory(opened.key(), config.agent(), wall));
    }

    private static Path path(SigningConfig config) throws IOException {
        try {
            return Path.of(config.keyFile());
        } catch (InvalidPathException e) {
            throw new IOException("no file can be called " + config.keyFile(), e);
        }
    }

    private static RequestSigner.AgentForm form(SigningConfig config) {
        return switch (config.form()) {
            case TEXT -> RequestSigner.AgentForm.TEXT;
            case DICTIONARY -> RequestSigner.AgentForm.DICTIONARY;
        };
    }
}
