package tori.config;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Which of a monitor's events somebody is told.
 *
 * @param events an event is told that any of them selects; empty for all
 * @param match the products and variants; events that are about neither pass
 */
public record SelectionConfig(Set<EventWord> events, MatchConfig match) {

    /** Everything. */
    public static final SelectionConfig ALL = new SelectionConfig(Set.of(), MatchConfig.ALL);

    public SelectionConfig {
        events = Collections.unmodifiableSet(new LinkedHashSet<>(events));
    }

    /** Whether it selects everything. */
    boolean isAll() {
        return events.isEmpty() && Objects.equals(match, MatchConfig.ALL);
    }
}
