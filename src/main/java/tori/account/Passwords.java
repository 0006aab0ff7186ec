package tori.account;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Makes hashes of passwords and compares with them, at a price in time and memory on purpose.
 * Thread-safe; blocks while others are at it.
 *
 * <p>Throws {@link IOException} with a sentence for the user where too many wait already.
 */
public interface Passwords {

    /** A hash with all that is needed to compare with it. */
    String hash(String password) throws IOException, InterruptedException;

    /**
     * Whether this is the password. Takes as long without a hash as with one.
     *
     * @param hash null for a user there is not, whose password nothing is
     */
    boolean matches(String password, @Nullable String hash)
            throws IOException, InterruptedException;

    /** Whether a hash was made at another price than hashes are made at now. */
    boolean isOutdated(String hash);
}
