package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What stores said about themselves in a recording: who of the monitors of a store asked it then,
 * only the recording can say. Used by one thread.
 */
final class ReplayedFacts extends StoreFacts {

    private final Predicate<URI> wasAsked;
    private final Map<String, BaseCurrency> stores = new HashMap<>();

    ReplayedFacts(Predicate<URI> wasAsked) {
        this.wasAsked = wasAsked;
    }

    @Override
    @Nullable BaseCurrency known(String store) {
        return stores.get(store);
    }

    @Override
    void learn(String store, BaseCurrency said) {
        if (said.isNewerThan(stores.get(store))) {
            stores.put(store, said);
        }
    }

    @Override
    boolean isDue(String store, Instant now) {
        return wasAsked.test(new FeedAddresses(URI.create(store), null).meta());
    }
}
