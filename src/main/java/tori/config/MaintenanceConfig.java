package tori.config;

import java.time.Instant;
import java.util.Set;

/**
 * A time in which something may fail.
 *
 * @param sites the names of the sites; empty for all
 * @param from when it begins
 * @param to when it has ended; later
 */
public record MaintenanceConfig(Set<String> sites, Instant from, Instant to) {

    public MaintenanceConfig {
        sites = Set.copyOf(sites);
    }

    /** Whether it covers a site at this moment. */
    public boolean covers(String site, Instant now) {
        return (sites.isEmpty() || sites.contains(site)) && !now.isBefore(from) && now.isBefore(to);
    }
}
