package tori.config;

import java.util.List;
import java.util.Set;

/**
 * One entry of {@code notify} as it was written.
 *
 * @param to names of destinations, checked by nobody yet
 * @param selection what they are told
 */
record NotifyEntry(List<Located<String>> to, SelectionConfig selection) {

    NotifyEntry {
        to = List.copyOf(to);
    }

    /** A name alone: told everything. */
    static NotifyEntry of(String name, Place place) {
        return new NotifyEntry(List.of(new Located<>(name, place)), SelectionConfig.ALL);
    }

    /** The same destinations, told only these. */
    static NotifyEntry of(List<Located<String>> to, Set<EventWord> events, MatchConfig match) {
        return new NotifyEntry(to, new SelectionConfig(events, match));
    }
}
