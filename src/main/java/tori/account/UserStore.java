package tori.account;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Keeps users, tokens that were ended before their time, and secrets. Thread-safe; every call
 * blocks for the disk, within a bound, and what changes something has reached it on return.
 *
 * <p>All throw {@link IOException} with a sentence for the user if the disk does not do it.
 */
public interface UserStore {

    /**
     * Keeps a new user, whose epoch is 0.
     *
     * @param first whether only if there is no user yet
     */
    UserAddition add(NewUser user, boolean first) throws IOException, InterruptedException;

    /** The user of this name, whatever the case of its letters; null if there is none. */
    @Nullable User find(String name) throws IOException, InterruptedException;

    /** The user of this number; null if there is none. */
    @Nullable User user(long id) throws IOException, InterruptedException;

    /**
     * Users, those added first first.
     *
     * @param limit at most this many, at least 1
     * @param offset how many to leave out
     */
    List<User> users(int limit, int offset) throws IOException, InterruptedException;

    /** How many users there are. */
    long count() throws IOException, InterruptedException;

    /**
     * Gives a user another password hash.
     *
     * @param before the hash it must have; null for whatever it has
     * @param endTokens whether to begin another epoch
     * @return the user as it is now; null if there is none of this number and hash
     */
    @Nullable User changePassword(long id, @Nullable String before, String after, boolean endTokens)
            throws IOException, InterruptedException;

    /**
     * Remembers that a token is accepted no more; forgets those that time has ended.
     *
     * @param until when it would end by itself
     */
    void endToken(UUID token, Instant until, Instant now) throws IOException, InterruptedException;

    /** Whether a token was ended, as far as that is remembered. */
    boolean isEnded(UUID token) throws IOException, InterruptedException;

    /**
     * The secret of this name: the one that is kept, or else the one proposed, which is kept from
     * now on. All processes that use the same store get the same.
     *
     * @param proposed 1 to 64 bytes
     */
    byte[] secret(String name, byte[] proposed) throws IOException, InterruptedException;
}
