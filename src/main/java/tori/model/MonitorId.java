package tori.model;

import org.jspecify.annotations.Nullable;

/**
 * Names one monitor of one site; unique in a configuration.
 *
 * @param site the site's name
 * @param monitor the monitor's name, unique within the site
 */
public record MonitorId(String site, String monitor) implements Comparable<MonitorId> {

    /** The CloudEvents {@code source} of what this monitor raises: {@code /site/monitor}. */
    public String source() {
        return "/" + site + "/" + monitor;
    }

    @Override
    public int compareTo(MonitorId other) {
        int bySite = site.compareTo(other.site);
        return bySite != 0 ? bySite : monitor.compareTo(other.monitor);
    }

    /** By hand: a record's own is slow until it is compiled, and this is the key of many maps. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MonitorId id && monitor.equals(id.monitor) && site.equals(id.site);
    }

    @Override
    public int hashCode() {
        return 31 * site.hashCode() + monitor.hashCode();
    }

    /** {@code site/monitor}, as commands and logs write it. */
    @Override
    public String toString() {
        return site + "/" + monitor;
    }
}
