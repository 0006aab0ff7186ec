package tori.config;

import tori.model.MonitorId;

import java.net.URI;
import java.util.List;

/**
 * One monitor of one site, with what it inherits.
 *
 * @param id unique
 * @param siteUrl {@code http}, {@code https} or {@code demo}; without a trailing slash
 * @param enabled whether both the site and the monitor are
 * @param schedule when it polls
 * @param destinations names of those that are told, each defined; without duplicates
 * @param kind what it watches
 */
public record MonitorConfig(
        MonitorId id,
        URI siteUrl,
        boolean enabled,
        Schedule schedule,
        List<String> destinations,
        KindConfig kind) {

    public MonitorConfig {
        destinations = List.copyOf(destinations);
    }
}
