package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a catalogue monitor watches and what it tells.
 *
 * @param site the store's address; a path in front (a market) and a query are kept
 * @param collection the handle of one collection; null for the whole catalogue
 * @param events which changes are told; all of them where it is empty
 * @param match which variants are told about
 * @param alertOnFirst true to tell what the very first good poll finds, as new
 * @param guardShrink a feed that lost more than this share of at least 20 products or available
 *     variants is doubted once, 0 to 1; null to believe everything
 * @param cooldown the shortest time between two events of one type about one variant; zero for
 *     none. Forgotten at a restart
 * @param labels the user's own names, by variant id
 * @param timeout of one request
 * @param maxBytes the largest page, decoded
 */
public record ShopifySettings(
        URI site,
        @Nullable String collection,
        Set<EventSelector> events,
        Match match,
        boolean alertOnFirst,
        @Nullable Double guardShrink,
        Duration cooldown,
        Map<Long, String> labels,
        Duration timeout,
        long maxBytes) {

    private static final double DEFAULT_GUARD = 0.5;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final long DEFAULT_MAX_BYTES = 32L << 20;

    public ShopifySettings {
        if (site.getScheme() == null || site.getRawAuthority() == null) {
            throw new IllegalArgumentException("the site needs an absolute address: " + site);
        }
        if (guardShrink != null && !(guardShrink >= 0 && guardShrink <= 1)) {
            throw new IllegalArgumentException("the guard is a share from 0 to 1: " + guardShrink);
        }
        events = Set.copyOf(events);
        labels = Map.copyOf(labels);
    }

    /** The whole catalogue of a store, everything else at its default. */
    public static ShopifySettings of(URI site) {
        return new ShopifySettings(
                site,
                null,
                Set.of(),
                Match.ALL,
                false,
                DEFAULT_GUARD,
                Duration.ZERO,
                Map.of(),
                DEFAULT_TIMEOUT,
                DEFAULT_MAX_BYTES);
    }
}
