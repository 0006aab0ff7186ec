package tori.config;

import tori.model.MonitorId;

import java.net.URI;
import java.util.List;

/**
 * One monitor of one site, with what it inherits.
 *
 * @param id unique
 * @param site its address: {@code http}, {@code https} or {@code demo}; without a trailing slash.
 *     As text, because a parsed one takes 300 bytes more, and there may be a million
 * @param enabled whether both the site and the monitor are
 * @param schedule when it polls
 * @param destinations names of those that are told, each defined; without duplicates
 * @param kind what it watches
 */
public record MonitorConfig(
        MonitorId id,
        String site,
        boolean enabled,
        Schedule schedule,
        List<String> destinations,
        KindConfig kind) {

    public MonitorConfig {
        destinations = List.copyOf(destinations);
    }

    /** One with its address parsed already. */
    public MonitorConfig(
            MonitorId id,
            URI siteUrl,
            boolean enabled,
            Schedule schedule,
            List<String> destinations,
            KindConfig kind) {
        this(id, siteUrl.toString(), enabled, schedule, destinations, kind);
    }

    /** The site's address. */
    public URI siteUrl() {
        return URI.create(site);
    }
}
