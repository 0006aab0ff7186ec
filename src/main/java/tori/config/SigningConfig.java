package tori.config;

/**
 * How polls are signed.
 *
 * @param keyFile the file with the key, which is made if it is not there
 * @param agent address at whose well-known directory the key is published; https
 * @param form how the address is written
 */
public record SigningConfig(String keyFile, String agent, Form form) {

    /** How {@code Signature-Agent} is written. */
    public enum Form {
        /** As a text. */
        TEXT,
        /** As a dictionary of one. */
        DICTIONARY
    }
}
