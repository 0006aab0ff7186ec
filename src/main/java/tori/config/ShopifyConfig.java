package tori.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A Shopify store's catalogue, or one collection of it.
 *
 * @param collection the collection's handle; null for the whole catalogue
 * @param events what to tell; never empty, everything if the file does not say
 * @param match which products and variants to tell about
 * @param alertOnFirst whether the first poll is reported as new
 * @param guardShrink share of the known products or available variants, 0 to 1 exclusively, beyond
 *     whose loss a feed is doubted; empty to believe every feed
 * @param cooldown least time between two reports of the same edge of the same variant; zero for
 *     none
 * @param labels the user's own names for variants, by variant id
 */
public record ShopifyConfig(
        @Nullable String collection,
        Set<EventSelection> events,
        MatchConfig match,
        boolean alertOnFirst,
        OptionalDouble guardShrink,
        Duration cooldown,
        Map<Long, String> labels)
        implements KindConfig {

    /** The whole catalogue, with what a file that says no more gives. */
    public static final ShopifyConfig WHOLE_CATALOGUE =
            new ShopifyConfig(
                    null,
                    EnumSet.allOf(EventSelection.class),
                    MatchConfig.ALL,
                    false,
                    OptionalDouble.of(0.5),
                    Duration.ZERO,
                    Map.of());

    public ShopifyConfig {
        events = Collections.unmodifiableSet(EnumSet.copyOf(events));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
}
