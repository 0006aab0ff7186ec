package tori.account;

import java.io.IOException;
import java.util.List;

/**
 * What the operator does about accounts, at a tori that runs or at a store at rest. Thread-safe;
 * blocks for the disk.
 *
 * <p>All throw {@link IOException} with a sentence for the user.
 */
public interface AccountDesk {

    /** How many accounts one page holds at most. */
    int MAX_PAGE = 500;

    /**
     * Some of the accounts.
     *
     * @param rows those added first first
     * @param total how many there are, those of other pages included
     */
    record Page(List<Account> rows, long total) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /** Adds a user, whoever may register. */
    AccountChange add(String name, String password, boolean admin)
            throws IOException, InterruptedException;

    /**
     * Accounts, those added first first.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @param offset how many to leave out
     */
    Page list(int limit, int offset) throws IOException, InterruptedException;

    /** Gives a user another password, which ends all tokens of theirs. */
    AccountChange setPassword(String name, String password)
            throws IOException, InterruptedException;
}
