package tori.config;

import java.util.List;

/** Checks that a site has an address where one is needed; stateless, any thread. */
final class SiteAddress {

    private SiteAddress() {}

    /** Monitors that look whether something works have addresses of their own, or none. */
    static void check(Values site, Report report) {
        if (site.mentions(Keys.URL) || site.mentions(LegacyKeys.SITE_URL)) {
            return;
        }
        List<Located<Values>> monitors = site.get(Keys.MONITORS);
        boolean needed =
                monitors == null
                        || monitors.isEmpty()
                        || monitors.stream().anyMatch(monitor -> needsAddress(monitor.value()));
        if (needed) {
            Place place = site.place();
            report.problem(
                    place.at(place.path() + "." + Keys.URL.name()),
                    "is missing; give it: address of the store, or `demo://store` for the built-in"
                            + " one");
        }
    }

    private static boolean needsAddress(Values monitor) {
        String type = monitor.get(MonitorKeys.MONITOR_TYPE);
        boolean own = monitor.mentions(Legacy.MONITOR_URL);
        if (type == null) {
            // One that is wrong is told of by itself, and may need no address.
            return !own && !monitor.mentions(MonitorKeys.MONITOR_TYPE);
        }
        return !own && MonitorKinds.looksAtStore(type);
    }
}
