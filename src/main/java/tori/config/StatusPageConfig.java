package tori.config;

import tori.model.MonitorId;

import java.util.List;
import java.util.Set;

/**
 * A page that anybody may read. Immutable.
 *
 * @param name where it is found, below {@code /status/}
 * @param title its heading
 * @param sites the names of the sites of which it shows every monitor
 * @param monitors what it shows beside them
 * @param details whether it says what is wrong, in the words that alerts have
 */
public record StatusPageConfig(
        String name, String title, Set<String> sites, List<MonitorId> monitors, boolean details) {

    public StatusPageConfig {
        sites = Set.copyOf(sites);
        monitors = List.copyOf(monitors);
    }

    /** Whether it shows this monitor. */
    public boolean shows(MonitorId monitor) {
        return sites.contains(monitor.site()) || monitors.contains(monitor);
    }
}
