package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stores say about themselves, shared by all monitors of a process, so that a store is asked
 * once. Thread-safe; never blocks.
 */
public final class StoreFacts {

    /** A store hardly ever changes its currency. */
    static final Duration REFRESH = Duration.ofDays(1);

    /** After a question that was not answered, or while somebody else asks. */
    static final Duration RETRY = Duration.ofHours(1);

    /** Beyond so many stores nothing more is remembered, and their prices are plain numbers. */
    private static final int MAX_STORES = 20_000;

    private record Entry(@Nullable BaseCurrency known, Instant nextAsked) {}

    private final boolean asking;
    private final ConcurrentHashMap<String, Entry> stores = new ConcurrentHashMap<>();

    /** Facts that are asked for when they are due. */
    public StoreFacts() {
        this(true);
    }

    private StoreFacts(boolean asking) {
        this.asking = asking;
    }

    /** Facts that nobody asks for: where there is no store to ask. */
    public static StoreFacts withoutAsking() {
        return new StoreFacts(false);
    }

    /** The store's own currency; null if it is not known. */
    @Nullable String currency(String store) {
        BaseCurrency known = known(store);
        return known == null ? null : known.code();
    }

    /** What is known of a store, as {@link #learn(URI, String)} reads it; null if nothing is. */
    public @Nullable String note(URI site) {
        BaseCurrency known = known(root(site));
        return known == null ? null : known.code() + " " + known.asked();
    }

    /** Takes over what {@link #note} said; what it never said is left out. */
    public void learn(URI site, String note) {
        String[] parts = note.split(" ", 2);
        if (parts.length == 2 && BaseCurrency.isCode(parts[0])) {
            try {
                learn(root(site), new BaseCurrency(parts[0], Instant.parse(parts[1])));
            } catch (DateTimeException e) {
                // Not one of ours: nothing is known then.
            }
        }
    }

    private static String root(URI site) {
        return new FeedAddresses(site, null).root();
    }

    /** The same, and when the store said so. */
    @Nullable BaseCurrency known(String store) {
        Entry entry = stores.get(store);
        return entry == null ? null : entry.known();
    }

    /** Takes over what the store said, unless something newer is known. */
    void learn(String store, BaseCurrency said) {
        if (stores.size() >= MAX_STORES && !stores.containsKey(store)) {
            return;
        }
        stores.merge(
                store,
                new Entry(said, said.asked().plus(REFRESH)),
                (old, fresh) ->
                        old.known() == null || old.known().asked().isBefore(said.asked())
                                ? fresh
                                : old);
    }

    /**
     * Whether the store is to be asked now, by whoever asks this first; others are told no for as
     * long as an unanswered question is not repeated.
     */
    boolean isDue(String store, Instant now) {
        if (!asking || (stores.size() >= MAX_STORES && !stores.containsKey(store))) {
            return false;
        }
        boolean[] due = new boolean[1];
        stores.compute(
                store,
                (name, entry) -> {
                    // A clock that was put back must not silence the question for long.
                    due[0] =
                            entry == null
                                    || !now.isBefore(entry.nextAsked())
                                    || entry.nextAsked().isAfter(now.plus(REFRESH));
                    return due[0]
                            ? new Entry(entry == null ? null : entry.known(), now.plus(RETRY))
                            : entry;
                });
        return due[0];
    }
}
