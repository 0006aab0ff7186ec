package tori.config;

import tori.model.EventType;

import java.util.List;

/**
 * What a monitor tells one destination.
 *
 * @param destination its name, which is defined
 * @param selections an event is told that any of these selects; empty for every event
 */
public record RouteConfig(String destination, List<SelectionConfig> selections) {

    public RouteConfig {
        selections = List.copyOf(selections);
    }

    /** Whether events of this type, which are about no product, are told there. */
    boolean tells(EventType type) {
        return selections.isEmpty()
                || selections.stream()
                        .anyMatch(selection ->
                                selection.events().isEmpty()
                                        || selection.events().stream()
                                                .anyMatch(word -> word.type() == type));
    }
}
