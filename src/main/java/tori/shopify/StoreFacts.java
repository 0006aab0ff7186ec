package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Predicate;

/** What stores say about themselves. Never blocks. */
public abstract sealed class StoreFacts permits SharedFacts, PollFacts, ReplayedFacts {

    StoreFacts() {}

    /** Facts shared by all monitors of a process, asked for when they are due. Thread-safe. */
    public static StoreFacts shared() {
        return new SharedFacts(true);
    }

    /** Facts that nobody asks for: where there is no store to ask. Thread-safe. */
    public static StoreFacts withoutAsking() {
        return new SharedFacts(false);
    }

    /**
     * Facts that are asked for when they were asked for then. Used by one thread.
     *
     * @param wasAsked whether the poll that is run again asked for the address
     */
    public static StoreFacts replayed(Predicate<URI> wasAsked) {
        return new ReplayedFacts(wasAsked);
    }

    /** What is known of a store, as {@link #learn(URI, String)} reads it; null if nothing is. */
    public final @Nullable String note(URI site) {
        BaseCurrency known = known(root(site));
        return known == null ? null : known.code() + " " + known.asked();
    }

    /** Takes over what {@link #note} said; what it never said is left out. */
    public final void learn(URI site, String note) {
        String[] parts = note.split(" ", 2);
        if (parts.length == 2 && BaseCurrency.isCode(parts[0])) {
            try {
                learn(root(site), new BaseCurrency(parts[0], Instant.parse(parts[1])));
            } catch (DateTimeException e) {
                // Not one of ours: nothing is known then.
            }
        }
    }

    static String root(URI site) {
        return new FeedAddresses(site, null).root();
    }

    /** The store's own currency; null if it is not known. */
    final @Nullable String currency(String store) {
        BaseCurrency known = known(store);
        return known == null ? null : known.code();
    }

    /** The same, and when the store said so. */
    abstract @Nullable BaseCurrency known(String store);

    /** Takes over what the store said, unless something newer is known. */
    abstract void learn(String store, BaseCurrency said);

    /** Whether the store is to be asked now, by whoever asks this. */
    abstract boolean isDue(String store, Instant now);
}
