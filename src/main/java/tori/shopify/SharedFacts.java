package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stores say about themselves, shared by all monitors of a process, so that a store is asked
 * once. Thread-safe; never blocks.
 */
final class SharedFacts extends StoreFacts {

    /** A store hardly ever changes its currency. */
    static final Duration REFRESH = Duration.ofDays(1);

    /** After a question that was not answered, or while somebody else asks. */
    static final Duration RETRY = Duration.ofHours(1);

    /** Beyond so many stores nothing more is remembered, and their prices are plain numbers. */
    private static final int MAX_STORES = 20_000;

    private record Entry(@Nullable BaseCurrency known, Instant nextAsked) {}

    private final boolean asking;
    private final ConcurrentHashMap<String, Entry> stores = new ConcurrentHashMap<>();

    /**
     * @param asking whether anything is ever due
     */
    SharedFacts(boolean asking) {
        this.asking = asking;
    }

    @Override
    @Nullable BaseCurrency known(String store) {
        Entry entry = stores.get(store);
        return entry == null ? null : entry.known();
    }

    @Override
    void learn(String store, BaseCurrency said) {
        if (stores.size() >= MAX_STORES && !stores.containsKey(store)) {
            return;
        }
        stores.merge(
                store,
                new Entry(said, said.asked().plus(REFRESH)),
                (old, fresh) -> said.isNewerThan(old.known()) ? fresh : old);
    }

    /**
     * Says yes to whoever asks first, and no to others until an unanswered question is repeated.
     */
    @Override
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
