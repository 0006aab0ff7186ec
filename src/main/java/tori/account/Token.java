package tori.account;

import java.time.Duration;
import java.time.Instant;

/**
 * What a user shows with each request.
 *
 * @param text a JSON Web Token
 * @param expires when it ends by itself
 */
public record Token(String text, Instant expires) {

    /** How long one is accepted. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    /** Without the text: whoever has it is the user. */
    @Override
    public String toString() {
        return "token until " + expires;
    }
}
