package tori.account;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Hashes that cost nothing, and a list of the work that would have been done. Thread-safe. */
public final class CountingPasswords implements Passwords {

    private static final String FORM = "hash of ";

    private final List<String> work = new ArrayList<>();

    /** What was hashed since this was asked last. */
    public synchronized List<String> work() {
        List<String> done = List.copyOf(work);
        work.clear();
        return done;
    }

    @Override
    public synchronized String hash(String password) {
        work.add("hash");
        return FORM + password;
    }

    @Override
    public synchronized boolean matches(String password, @Nullable String hash) {
        work.add("match");
        return hash != null && hash.endsWith("hash of " + password);
    }

    @Override
    public boolean isOutdated(String hash) {
        return !hash.startsWith(FORM);
    }
}
