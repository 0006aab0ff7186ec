package tori.account;

import java.time.Instant;

/**
 * Somebody who is to become a user.
 *
 * @param name keeps to {@link AccountName#problem}
 */
public record NewUser(String name, String passwordHash, boolean admin, Instant createdAt) {

    /** Without the hash: it belongs in no log. */
    @Override
    public String toString() {
        return name;
    }
}
