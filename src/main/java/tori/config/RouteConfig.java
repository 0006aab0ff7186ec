package tori.config;

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
}
