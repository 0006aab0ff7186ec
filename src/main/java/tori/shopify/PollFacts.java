package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;

/**
 * What one monitor knows of its store during a poll: what was known as the poll began, and what the
 * store said to it meanwhile. What others learn in between counts from the next poll on, so that a
 * poll that is written down can be run again. Confined to the monitor's thread.
 */
public final class PollFacts extends StoreFacts {

    private final StoreFacts shared;
    private final String store;
    private @Nullable BaseCurrency known;

    /**
     * @param site the only one the monitor looks at
     */
    public PollFacts(StoreFacts shared, URI site) {
        this.shared = shared;
        this.store = root(site);
    }

    /** A poll begins: what is known of the store now counts. */
    public void begin() {
        known = shared.known(store);
    }

    @Override
    @Nullable BaseCurrency known(String asked) {
        return asked.equals(store) ? known : null;
    }

    @Override
    void learn(String about, BaseCurrency said) {
        shared.learn(about, said);
        if (about.equals(store) && said.isNewerThan(known)) {
            known = said;
        }
    }

    @Override
    boolean isDue(String about, Instant now) {
        return shared.isDue(about, now);
    }
}
