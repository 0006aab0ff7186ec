package tori.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks a signature as a receiver does: with the key directory and the message's headers only. */
public final class SignatureChecker {

    private static final Pattern INPUT = Pattern.compile("([a-z0-9]+)=(\\(([^)]*)\\)(.*))");
    private static final Pattern IDENTIFIER =
            Pattern.compile("\"([@a-z-]+)\"(;req|;key=\"([a-z0-9]+)\")?");
    private static final Pattern PARAMETER = Pattern.compile(";([a-z]+)=(\"([^\"]*)\"|([0-9]+))");

    /** Before the 32 bytes of an Ed25519 key, after RFC 8410. */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private final JsonNode directory;

    /**
     * @param directory the document
     */
    public SignatureChecker(String directory) throws Exception {
        this.directory = new ObjectMapper().readTree(directory);
    }

    /**
     * Fails unless the message is signed, by a key of the directory.
     *
     * @param headers of the message, by their names in small letters
     * @param authority whom the request was for
     * @return the signature's parameters
     */
    public Map<String, String> check(Function<String, @Nullable String> headers, String authority)
            throws Exception {
        Matcher input = INPUT.matcher(String.valueOf(headers.apply("signature-input")));
        assertThat(input.matches())
                .as("Signature-Input " + headers.apply("signature-input"))
                .isTrue();
        StringBuilder base = new StringBuilder();
        Matcher identifier = IDENTIFIER.matcher(input.group(3));
        while (identifier.find()) {
            String value =
                    identifier.group(1).equals("@authority")
                            ? authority
                            : member(headers.apply(identifier.group(1)), identifier.group(3));
            base.append(identifier.group()).append(": ").append(value).append('\n');
        }
        base.append("\"@signature-params\": ").append(input.group(2));
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(input.group(4));
        while (parameter.find()) {
            parameters.put(
                    parameter.group(1),
                    parameter.group(3) == null ? parameter.group(4) : parameter.group(3));
        }
        String signature =
                String.valueOf(headers.apply("signature"))
                        .replaceFirst("^" + input.group(1) + "=:(.*):$", "$1");
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(
                KeyFactory.getInstance("Ed25519")
                        .generatePublic(key(String.valueOf(parameters.get("keyid")))));
        verifier.update(base.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(Base64.getDecoder().decode(signature))).as("%s", base).isTrue();
        return parameters;
    }

    private static String member(@Nullable String header, @Nullable String key) {
        String value = String.valueOf(header);
        return key == null ? value : value.replaceFirst("^" + key + "=", "");
    }

    /** The key whose thumbprint this is, by the thumbprint alone. */
    private X509EncodedKeySpec key(String thumbprint) throws Exception {
        for (JsonNode key : directory.path("keys")) {
            String x = key.path("x").asText();
            String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(members.getBytes(StandardCharsets.UTF_8));
            String found = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
            assertThat(key.path("kid").asText()).isEqualTo(found);
            if (found.equals(thumbprint)) {
                byte[] point = Base64.getUrlDecoder().decode(x);
                byte[] encoded = new byte[X509_HEAD.length + point.length];
                System.arraycopy(X509_HEAD, 0, encoded, 0, X509_HEAD.length);
                System.arraycopy(point, 0, encoded, X509_HEAD.length, point.length);
                return new X509EncodedKeySpec(encoded);
            }
        }
        throw new AssertionError("the directory has no key " + thumbprint);
    }
}
