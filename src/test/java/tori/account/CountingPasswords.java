package tori.account;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Hashes that cost nothing, and a list of the work that would have been done. Thread-safe. */
public final class CountingPasswords implements Passwords {

    private static final String FORM = "hash of ";

    private final List<String> work = new ArrayList<>();
    private int longest;

    /** What was hashed since this was asked last. */
    public synchronized List<String> work() {
        List<String> done = List.copyOf(work);
        work.clear();
        return done;
    }

    /** The longest password that any work was made of. */
    synchronized int longest() {
        return longest;
    }

    @Override
    public synchronized String hash(String password) {
        longest = Math.max(longest, password.length());
        work.add("hash");
        return FORM + password;
    }

    @Override
    public synchronized boolean matches(String password, @Nullable String hash) {
        longest = Math.max(longest, password.length());
        work.add("match");
        return hash != null && hash.endsWith("hash of " + password);
    }

    @Override
    public boolean isOutdated(String hash) {
        return !hash.startsWith(FORM);
    }
}
