package tori.config;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What is told about a store's products.
 *
 * @param events what to tell; never empty, everything if the file does not say
 * @param match which products and variants to tell about
 * @param alertOnFirst whether the first poll is reported as new
 * @param guardShrink share of the known products or available variants, 0 to 1 exclusively, beyond
 *     whose loss a feed is doubted; empty to believe every feed
 * @param cooldown least time between two reports of the same edge of the same variant; zero for
 *     none
 * @param labels the user's own names for variants, by variant id
 */
public record AlertConfig(
        Set<EventSelection> events,
        MatchConfig match,
        boolean alertOnFirst,
        OptionalDouble guardShrink,
        Duration cooldown,
        Map<Long, String> labels) {

    /** What a file that says nothing about it gives. */
    public static final AlertConfig EVERYTHING =
            new AlertConfig(
                    EnumSet.allOf(EventSelection.class),
                    MatchConfig.ALL,
                    false,
                    OptionalDouble.of(0.5),
                    Duration.ZERO,
                    Map.of());

    public AlertConfig {
        events = Collections.unmodifiableSet(EnumSet.copyOf(events));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
}
