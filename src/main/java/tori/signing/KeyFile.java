package tori.signing;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Set;

/**
 * The file that holds a signing key: PEM as OpenSSL writes it, for its owner only. Used by whoever
 * starts or reloads; blocks on the disk.
 */
public final class KeyFile {

    private static final Logger log = LoggerFactory.getLogger(KeyFile.class);

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int LINE_LENGTH = 64;

    /** A key has 119 bytes; whatever is much larger is something else. */
    private static final int MAX_BYTES = 16 * 1024;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private KeyFile() {}

    /**
     * A key, and whether it was made just now.
     *
     * @param fresh whether there was no file
     */
    public record Opened(SigningKey key, boolean fresh) {}

    /**
     * The key in the file, which is made with a new key if it is not there.
     *
     * @throws IOException with a sentence for the user; it names the file and holds no secret
     */
    public static Opened open(Path file) throws IOException {
        try {
            return new Opened(read(file), false);
        } catch (NoSuchFileException e) {
            return make(file);
        }
    }

    private static SigningKey read(Path file) throws IOException {
        String text;
        try (var in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw failure(file, "may not be read by this user", e);
        } catch (IOException e) {
            throw failure(file, "cannot be read (" + e.getMessage() + ")", e);
        }
        warnOfReaders(file);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw failure(
                    file,
                    "is no private key in PEM, or one with a passphrase; make one with 'openssl"
                            + " genpkey -algorithm ed25519', or name a file that is not there yet",
                    null);
        }
        try {
            return SigningKey.of(
                    Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Not passed on as the cause: its message may quote the secret.
            throw failure(file, "holds no Ed25519 key", null);
        }
    }

    private static Opened make(Path file) throws IOException {
        SigningKey key = SigningKey.generate();
        Path folder = file.toAbsolutePath().getParent();
        try {
            Path draft = Files.createTempFile(folder, ".key", ".pem", ownerOnly());
            try {
                Files.write(draft, pem(key), StandardOpenOption.SYNC);
                publish(draft, file);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (FileAlreadyExistsException e) {
            return new Opened(read(file), false);
        } catch (NoSuchFileException e) {
            throw failure(file, "cannot be made: its folder is not there", e);
        } catch (IOException e) {
            throw failure(file, "cannot be made (" + e.getMessage() + ")", e);
        }
        return new Opened(key, true);
    }

    /** All at once, and never over a key that somebody else has made meanwhile. */
    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // Not every file system has links.
            Files.move(draft, file);
        }
    }

    private static byte[] pem(SigningKey key) {
        Base64.Encoder encoder = Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'});
        String body = encoder.encodeToString(key.pkcs8());
        return (BEGIN + "\n" + body + "\n" + END + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static void warnOfReaders(Path file) throws IOException {
        if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            log.warn(
                    "the signing key {} can be read by other users; 'chmod 600' it, or whoever"
                            + " reads it can pass for this tori",
                    file);
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static IOException failure(Path file, String why, @Nullable Exception cause) {
        return new IOException("the signing key " + file + " " + why, cause);
    }
}
