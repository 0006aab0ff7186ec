package tori.config;

import tori.time.Recurrence;

import java.util.List;

/**
 * Who is told now and then that tori is alive.
 *
 * @param destinations their names, each defined; at least one
 * @param times when
 */
public record AliveConfig(List<String> destinations, Recurrence times) {

    public AliveConfig {
        destinations = List.copyOf(destinations);
    }
}
