package tori.config;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes what depends on a monitor's kind of its keys. Used by the loading thread, for one monitor
 * after the other.
 */
final class MonitorKinds {

    /** Each is a request for every page of it; more collections are better watched apart. */
    private static final int MAX_COLLECTIONS = 50;

    private final Report report;

    MonitorKinds(Report report) {
        this.report = report;
    }

    /**
     * What the monitor watches; null if it does not say, or after a problem was reported.
     *
     * @param levels from the defaults to the monitor itself
     * @param siteUrl the site's address; null if it has none
     */
    @Nullable KindConfig resolve(Values monitor, Levels levels, @Nullable URI siteUrl) {
        String type = monitor.get(MonitorKeys.MONITOR_TYPE);
        if (type == null) {
            return null;
        }
        return switch (type) {
            case MonitorKeys.PRODUCT -> product(monitor, levels);
            case MonitorKeys.PASSWORD -> password(monitor);
            case MonitorKeys.HEARTBEAT -> heartbeat(monitor);
            case HttpCheckKeys.HTTP ->
                    CheckConversions.http(
                            monitor, siteUrl == null ? null : siteUrl.toString(), report);
            case TcpCheckKeys.TCP -> CheckConversions.tcp(monitor);
            case DnsCheckKeys.DNS -> CheckConversions.dns(monitor, report);
            default -> catalogue(monitor, levels);
        };
    }

    /** Whether monitors of this type look at the site's own address. */
    static boolean looksAtStore(String type) {
        return switch (type) {
            case MonitorKeys.CATALOGUE, MonitorKeys.PRODUCT, MonitorKeys.PASSWORD -> true;
            default -> false;
        };
    }

    /** Where a check looks, as text for people: without what may be secret in an address. */
    static @Nullable String target(@Nullable KindConfig kind) {
        if (!(kind instanceof UptimeConfig check)) {
            return null;
        }
        return switch (check) {
            case HttpCheckConfig http -> {
                URI url = URI.create(http.url());
                String path = url.getRawPath() == null ? "" : url.getRawPath();
                yield url.getScheme() + "://" + url.getRawAuthority() + path;
            }
            case TcpCheckConfig tcp -> "tcp://" + tcp.address();
            case DnsCheckConfig dns -> "dns:" + dns.name();
            // Whoever pushes comes to tori.
            case HeartbeatConfig _ -> "";
        };
    }

    private @Nullable ShopifyConfig catalogue(Values monitor, Levels levels) {
        AlertConfig alerts = alerts(monitor, levels);
        Located<List<Located<String>>> written = monitor.find(MonitorKeys.COLLECTION);
        Set<String> collections = Conversions.set(written == null ? null : written.value());
        if (written != null && (collections.isEmpty() || collections.size() > MAX_COLLECTIONS)) {
            report.problem(
                    written.place(),
                    collections.isEmpty()
                            ? "names no collection; name one, or remove the key to watch the whole"
                                    + " catalogue"
                            : "names "
                                    + collections.size()
                                    + " collections; give at most "
                                    + MAX_COLLECTIONS);
            return null;
        }
        Located<String> discover = monitor.find(MonitorKeys.DISCOVER);
        Located<Duration> interval = monitor.find(MonitorKeys.DISCOVER_INTERVAL);
        if (discover != null && written != null) {
            report.problem(
                    discover.place(),
                    "cannot be told which collections a product is in; remove it, or remove"
                            + " 'collection'");
            return null;
        }
        if (discover == null && interval != null) {
            report.warning(interval.place(), "counts only beside 'discover: sitemap'");
        }
        return alerts == null
                ? null
                : new ShopifyConfig(
                        List.copyOf(collections),
                        discover == null
                                ? null
                                : monitor.getOrDefault(MonitorKeys.DISCOVER_INTERVAL),
                        alerts);
    }

    private @Nullable ShopifyProductConfig product(Values monitor, Levels levels) {
        String handle = monitor.get(MonitorKeys.HANDLE);
        AlertConfig alerts = alerts(monitor, levels);
        return handle == null || alerts == null ? null : new ShopifyProductConfig(handle, alerts);
    }

    private @Nullable ShopifyPasswordConfig password(Values monitor) {
        Set<LockSelection> events =
                selection(
                        monitor.find(MonitorKeys.LOCK_EVENTS), EnumSet.allOf(LockSelection.class));
        return events == null ? null : new ShopifyPasswordConfig(events);
    }

    private static @Nullable HeartbeatConfig heartbeat(Values monitor) {
        Duration expectEvery = monitor.get(HeartbeatKeys.EXPECT_EVERY);
        return expectEvery == null
                ? null
                : new HeartbeatConfig(expectEvery, monitor.get(HeartbeatKeys.TOKEN));
    }

    private @Nullable AlertConfig alerts(Values monitor, Levels levels) {
        Set<EventSelection> events =
                selection(monitor.find(MonitorKeys.EVENTS), EnumSet.allOf(EventSelection.class));
        if (events == null) {
            return null;
        }
        Map<Long, String> labels = new LinkedHashMap<>();
        Map<Long, Located<String>> writtenLabels = monitor.get(MonitorKeys.LABELS);
        if (writtenLabels != null) {
            writtenLabels.forEach((id, label) -> labels.put(id, label.value()));
        }
        return new AlertConfig(
                events,
                monitor.getOrDefault(MonitorKeys.MATCH),
                levels.get(InheritedKeys.ALERT_ON_FIRST),
                levels.get(InheritedKeys.GUARD),
                levels.get(InheritedKeys.COOLDOWN),
                labels);
    }

    /** What was selected, everything if nothing was written; null if it is nothing at all. */
    private <E extends Enum<E>> @Nullable Set<E> selection(
            @Nullable Located<List<Located<E>>> written, Set<E> everything) {
        if (written == null) {
            return everything;
        }
        Set<E> events = Conversions.set(written.value());
        if (events.isEmpty()) {
            report.problem(written.place(), "selects nothing; name an event, or remove the key");
            return null;
        }
        return events;
    }
}
