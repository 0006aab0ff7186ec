package tori.account;

/**
 * Somebody who may log in, as the store has them.
 *
 * @param passwordHash in the form that {@link Passwords} writes
 * @param epoch counts what ends all tokens at once; a token of an earlier one is not accepted
 */
public record User(Account account, String passwordHash, long epoch) {

    /** Without the hash: it belongs in no log. */
    @Override
    public String toString() {
        return account.toString();
    }
}
