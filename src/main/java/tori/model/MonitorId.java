package tori.model;

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

    /** {@code site/monitor}, as commands and logs write it. */
    @Override
    public String toString() {
        return site + "/" + monitor;
    }
}
