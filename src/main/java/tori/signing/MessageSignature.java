package tori.signing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One signature of one HTTP message, after RFC 9421. Immutable, any thread.
 *
 * @param input the value of {@code Signature-Input} without its label: what is covered, and how
 * @param signature in Base64
 */
record MessageSignature(String input, String signature) {

    /**
     * A part of the message that is signed.
     *
     * @param identifier as it is written, such as {@code "@authority"} with its quotes
     * @param value as section 2 of the RFC derives it
     */
    record Component(String identifier, String value) {}

    /**
     * Signs.
     *
     * @param parameters each with its leading semicolon, such as {@code ;created=1;keyid="a"}
     */
    static MessageSignature of(SigningKey key, List<Component> covered, String parameters) {
        String input = input(covered, parameters);
        byte[] base = base(covered, input).getBytes(StandardCharsets.UTF_8);
        return new MessageSignature(input, key.sign(base));
    }

    private static String input(List<Component> covered, String parameters) {
        return covered.stream()
                        .map(Component::identifier)
                        .collect(Collectors.joining(" ", "(", ")"))
                + parameters;
    }

    /** The signature base of section 2.5: what is signed in the end. */
    private static String base(List<Component> covered, String input) {
        StringBuilder base = new StringBuilder(input.length() + 128);
        for (Component component : covered) {
            base.append(component.identifier()).append(": ").append(component.value()).append('\n');
        }
        return base.append("\"@signature-params\": ").append(input).toString();
    }

    /** The value of {@code Signature-Input}. */
    String inputHeader(String label) {
        return label + "=" + input;
    }

    /** The value of {@code Signature}. */
    String signatureHeader(String label) {
        return label + "=:" + signature + ":";
    }
}
