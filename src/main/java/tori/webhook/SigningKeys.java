package tori.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that sign what is sent to one receiver, after Standard Webhooks 1.0; never shown.
 * Immutable, any thread.
 */
public final class SigningKeys {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    /** The specification's bounds. */
    private static final int MIN_BYTES = 24;

    private static final int MAX_BYTES = 64;

    private final List<SecretKeySpec> keys;

    private SigningKeys(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads one secret, {@code whsec_} and 24 to 64 bytes in Base64, or several with spaces
     * between: while a receiver changes its secret, everything is signed with the old and the new.
     *
     * @throws IllegalArgumentException with a sentence that does not repeat the secret
     */
    public static SigningKeys parse(String text) {
        List<SecretKeySpec> keys = new ArrayList<>();
        for (String secret : text.strip().split("\\s+", -1)) {
            keys.add(new SecretKeySpec(bytes(secret), ALGORITHM));
        }
        return new SigningKeys(keys);
    }

    private static byte[] bytes(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a webhook secret: must begin with " + PREFIX);
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            // Not passed on as the cause: its message quotes the secret.
            throw new IllegalArgumentException(
                    "not a webhook secret: what follows " + PREFIX + " must be Base64");
        }
        if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "not a webhook secret: must hold %d to %d bytes, not %d"
                            .formatted(MIN_BYTES, MAX_BYTES, bytes.length));
        }
        return bytes;
    }

    /**
     * The {@code webhook-signature} header: one signature for each secret, spaces between.
     *
     * @param timestamp seconds since 1970, as the {@code webhook-timestamp} header has them
     */
    String sign(String id, long timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        StringJoiner signatures = new StringJoiner(" ");
        for (SecretKeySpec key : keys) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(key);
                mac.update(head);
                signatures.add("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HmacSHA256", e);
            }
        }
        return signatures.toString();
    }

    @Override
    public String toString() {
        return "***";
    }
}
