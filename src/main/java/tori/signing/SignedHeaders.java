package tori.signing;

/**
 * The headers that say who asks and prove it. Immutable, any thread.
 *
 * @param agent value of {@code Signature-Agent}: where the key is to be found
 * @param input value of {@code Signature-Input}
 * @param signature value of {@code Signature}
 */
public record SignedHeaders(String agent, String input, String signature) {}
