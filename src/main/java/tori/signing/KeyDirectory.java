package tori.signing;

import tori.signing.MessageSignature.Component;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The document that shows the public key to those who check signatures, and the headers that prove
 * whose it is (draft-meunier-http-message-signatures-directory). Immutable, any thread.
 *
 * <p>Signed for the authority of the agent's address only, whoever is asked for it: a copy that
 * somebody else serves under a name of their own proves nothing.
 */
public final class KeyDirectory {

    /** Where it is looked for. */
    public static final String PATH = "/.well-known/http-message-signatures-directory";

    /** Its media type. */
    public static final String CONTENT_TYPE = "application/http-message-signatures-directory+json";

    /** How long an answer that is made for each request is signed for. */
    public static final Duration ANSWER_VALIDITY = Duration.ofDays(1);

    static final String TAG = "http-message-signatures-directory";
    private static final String LABEL = "sig1";
    private static final String CONTENT_DIGEST = "Content-Digest";

    private final SigningKey key;
    private final String authority;
    private final InstantSource wall;
    private final String document;

    /**
     * @param agent the address whose directory this is
     */
    public KeyDirectory(SigningKey key, String agent, InstantSource wall) {
        this.key = key;
        this.authority = authorityOf(URI.create(agent));
        this.wall = wall;
        this.document = "{\"keys\":[" + key.jwk() + "]}";
    }

    private static String authorityOf(URI agent) {
        String host = agent.getHost().toLowerCase(Locale.ROOT);
        int port = agent.getPort();
        return port < 0 || port == 443 ? host : host + ":" + port;
    }

    /** The JSON Web Key Set: ASCII, and always the same. */
    public String document() {
        return document;
    }

    /** The headers to serve the document with, its media type included. */
    public Map<String, String> headers(Duration validity) {
        Instant now = wall.instant();
        return headers(LABEL, now, now.plus(validity));
    }

    Map<String, String> headers(String label, Instant created, Instant expires) {
        byte[] digest = SigningKey.sha256(document.getBytes(StandardCharsets.US_ASCII));
        String contentDigest = "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":";
        MessageSignature signature =
                MessageSignature.of(
                        key,
                        List.of(
                                new Component("\"@authority\";req", authority),
                                new Component("\"content-digest\"", contentDigest)),
                        ";created="
                                + created.getEpochSecond()
                                + ";keyid=\""
                                + key.id()
                                + "\";alg=\"ed25519\";expires="
                                + expires.getEpochSecond()
                                + ";tag=\""
                                + TAG
                                + "\"");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", CONTENT_TYPE);
        headers.put(CONTENT_DIGEST, contentDigest);
        headers.put("Signature-Input", signature.inputHeader(label));
        headers.put("Signature", signature.signatureHeader(label));
        return headers;
    }
}
