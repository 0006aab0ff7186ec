package tori.config;

import org.jspecify.annotations.Nullable;

import tori.model.EventType;
import tori.model.MonitorId;
import tori.time.Backoff;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a {@link Config} of a file's values: applies inheritance and checks what no key can know by
 * itself. Used by the loading thread, once per file.
 */
final class Resolver {

    /** Polling a real store faster helps nobody: it answers with a block. */
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

    private final Report report;
    private final Map<String, Located<Values>> written;
    private final Set<String> told = new LinkedHashSet<>();
    private final Map<MonitorId, MessageConfig> messages = new HashMap<>();
    private final Set<String> deaf = new HashSet<>();
    private final Dependencies dependencies;
    private final Values root;
    private final SharedValues shared = new SharedValues();

    /**
     * @param root in today's keys
     */
    Resolver(Values root, Report report) {
        this(root, report, OtherMonitors.NONE);
    }

    /**
     * @param others what monitors may depend on beside those that are resolved
     */
    Resolver(Values root, Report report, OtherMonitors others) {
        this.report = report;
        this.dependencies = new Dependencies(report, others);
        this.root = root;
        Map<String, Located<Values>> destinations = root.get(DestinationKeys.DESTINATIONS);
        this.written = destinations == null ? Map.of() : destinations;
    }

    /** The configuration; of no use if the report has problems afterwards. */
    Config resolve() {
        List<MonitorConfig> monitors = monitors();
        userDestinations();
        AliveConfig alive = alive();
        StoreConfig store = root.getOrDefault(Keys.STORE);
        written.forEach((name, values) -> failover(name, values.value()));
        Map<String, DestinationConfig> destinations = new LinkedHashMap<>();
        written.forEach((name, values) -> {
            DiscordName.check(values.value(), report);
            StoreFiles.check(values.value(), store.place(), report);
            quiet(values.value());
            DestinationConfig destination = Destinations.resolve(values.value());
            if (destination != null) {
                destinations.put(name, destination);
            }
            if (!told.contains(name)) {
                report.warning(
                        values.place(),
                        "is told nothing; name it in a 'notify' or 'failover', or remove it");
            }
        });
        return new Config(
                root.getOrDefault(GateKeys.HTTP),
                root.getOrDefault(ConnectivityKeys.CONNECTIVITY),
                destinations,
                store,
                root.get(ServerKeys.SERVER),
                root.getOrDefault(Keys.PROFILING),
                root.getOrDefault(Keys.LOG),
                monitors,
                alive,
                new SurroundingsConfig(dependencies.resolve(monitors), maintenance()),
                messages,
                statusPages(monitors));
    }

    private List<StatusPageConfig> statusPages(List<MonitorConfig> monitors) {
        List<Located<Values>> written = root.get(StatusPageKeys.STATUS_PAGES);
        return written == null ? List.of() : StatusPageKeys.pages(written, monitors, report);
    }

    /**
     * The only monitor of a site that is no part of the file; null after a problem was reported.
     *
     * @param defaults what it inherits
     */
    @Nullable AddedMonitor added(Values site, Values defaults) {
        List<MonitorConfig> resolved = monitorsOf(site, defaults);
        Map<MonitorId, Set<MonitorId>> parents = dependencies.resolve(resolved);
        if (resolved.isEmpty() || report.hasProblems()) {
            return null;
        }
        MonitorConfig monitor = resolved.getFirst().added();
        return new AddedMonitor(
                monitor,
                parents.getOrDefault(monitor.id(), Set.of()),
                messages.getOrDefault(monitor.id(), MessageConfig.STANDARD));
    }

    private List<MaintenanceConfig> maintenance() {
        List<MaintenanceConfig> windows = new ArrayList<>();
        List<Located<Values>> maintenance = root.get(MaintenanceKeys.MAINTENANCE);
        if (maintenance == null) {
            return windows;
        }
        Set<String> sites = new LinkedHashSet<>();
        List<Located<Values>> named = root.get(Keys.SITES);
        if (named != null) {
            named.forEach(site -> sites.add(String.valueOf(site.value().get(Keys.SITE_NAME))));
        }
        for (Located<Values> window : maintenance) {
            List<Located<String>> names = window.value().get(MaintenanceKeys.SITES);
            if (names != null) {
                names.forEach(name -> checkSite(name, sites));
            }
            MaintenanceConfig resolved = MaintenanceKeys.maintenance(window.value(), report);
            if (resolved != null) {
                windows.add(resolved);
            }
        }
        return windows;
    }

    private void checkSite(Located<String> name, Set<String> sites) {
        if (!sites.contains(name.value())) {
            report.problem(
                    name.place(),
                    Masking.quoted(name.value())
                            + " is no site; defined: "
                            + String.join(", ", sites));
        }
    }

    private void userDestinations() {
        Located<ServerConfig> server = root.find(ServerKeys.SERVER);
        if (server != null) {
            Place place = server.place();
            String key = "." + AddedMonitorKeys.USER_DESTINATIONS.name();
            for (String name : server.value().monitors().userDestinations()) {
                checkDestination(new Located<>(name, place.at(place.path() + key)));
                told.add(name);
            }
        }
    }

    private @Nullable AliveConfig alive() {
        Values values = root.get(AliveKeys.ALIVE);
        if (values == null) {
            return null;
        }
        List<Located<String>> names = values.get(AliveKeys.NOTIFY);
        if (names != null) {
            names.forEach(this::checkDestination);
            told.addAll(Conversions.set(names));
        }
        return AliveKeys.alive(values, report);
    }

    private List<MonitorConfig> monitors() {
        Values written = root.get(Keys.DEFAULTS);
        Values defaults = written == null ? Values.none(root.place()) : written;
        checkNotify(defaults);
        Located<List<Located<Values>>> sites = root.find(Keys.SITES);
        List<MonitorConfig> resolved = new ArrayList<>();
        if (sites == null) {
            return resolved;
        }
        if (sites.value().isEmpty() && !report.hasProblems()) {
            report.warning(sites.place(), "no site is given; nothing is watched");
        }
        Map<String, Place> names = new HashMap<>();
        for (Located<Values> site : sites.value()) {
            checkName(site.value().find(Keys.SITE_NAME), "site", names);
            checkNotify(site.value());
            SiteAddress.check(site.value(), report);
            resolved.addAll(monitorsOf(site.value(), defaults));
        }
        return resolved;
    }

    private List<MonitorConfig> monitorsOf(Values site, Values defaults) {
        List<MonitorConfig> resolved = new ArrayList<>();
        List<Located<Values>> monitors = site.get(Keys.MONITORS);
        if (monitors == null || monitors.isEmpty()) {
            if (!site.mentions(Keys.MONITORS) || monitors != null) {
                report.warning(site.place(), "has no monitors; nothing is watched there");
            }
            return resolved;
        }
        Map<String, Place> names = new HashMap<>();
        for (Located<Values> monitor : monitors) {
            checkName(
                    monitor.value().find(MonitorKeys.MONITOR_NAME), "monitor of this site", names);
            checkNotify(monitor.value());
            MonitorConfig config = monitor(monitor.value(), site, defaults);
            if (config != null) {
                resolved.add(config);
            }
        }
        return resolved;
    }

    private @Nullable MonitorConfig monitor(Values monitor, Values site, Values defaults) {
        Levels levels = new Levels(List.of(defaults, site, monitor));
        String siteName = site.get(Keys.SITE_NAME);
        String name = monitor.get(MonitorKeys.MONITOR_NAME);
        URI ownUrl = monitor.get(Legacy.MONITOR_URL);
        URI url = ownUrl == null ? site.get(Keys.URL) : ownUrl;
        KindConfig kind = new MonitorKinds(report).resolve(monitor, levels, url);
        String target = MonitorKinds.target(kind);
        String address = target == null && url != null ? url.toString() : target;
        boolean real = address != null && !address.startsWith("demo:");
        String because =
                kind instanceof UptimeConfig ? "" : " for a real store, which would block us";
        Schedule schedule = schedule(levels, real, because);
        if (siteName == null
                || name == null
                || address == null
                || schedule == null
                || kind == null) {
            if (siteName != null && name != null) {
                dependencies.wrong(new MonitorId(siteName, name));
            }
            return null;
        }
        Located<List<Located<NotifyEntry>>> written = levels.find(InheritedKeys.NOTIFY);
        NotifyConfig notify = NotifyConfig.of(written == null ? List.of() : written.value());
        told.addAll(notify.destinations());
        boolean enabled =
                site.getOrDefault(MonitorKeys.ENABLED) && monitor.getOrDefault(MonitorKeys.ENABLED);
        if (notify.routes().isEmpty() && enabled) {
            report.warning(
                    monitor.place(),
                    "tells nobody; name destinations in 'notify' here, at the site or in"
                            + " 'defaults'");
        }
        if (enabled && written != null) {
            checkFailuresAreTold(written.place(), notify, schedule, kind);
        }
        MonitorId id = new MonitorId(siteName, shared.of(name));
        List<Located<MonitorId>> parents = monitor.get(UptimeKeys.DEPENDS_ON);
        dependencies.add(id, parents == null ? List.of() : parents);
        MessageConfig message = MessageKeys.message(levels);
        if (!message.isStandard()) {
            messages.put(id, shared.of(message));
        }
        MonitorConfig.Terms terms =
                new MonitorConfig.Terms(
                        enabled,
                        shared.of(schedule),
                        shared.of(notify),
                        shared.of(kind),
                        // What is recorded are the polls of stores.
                        kind instanceof UptimeConfig ? null : record(levels),
                        false);
        return new MonitorConfig(id, address, shared.of(terms));
    }

    private @Nullable RecordConfig record(Levels levels) {
        Located<RecordChoice> written = levels.find(RecordKeys.RECORD);
        RecordConfig record = written == null ? null : written.value().config();
        return record == null ? null : shared.of(record);
    }

    /** Somebody who is told some events only may not have thought of this one. */
    private void checkFailuresAreTold(
            Place place, NotifyConfig notify, Schedule schedule, KindConfig kind) {
        if (!schedule.incident().wanted() || notify.tellsSomebodyEverything()) {
            return;
        }
        EventType type =
                switch (kind) {
                    case HeartbeatConfig _ -> EventType.HEARTBEAT_MISSED;
                    case HttpCheckConfig _, TcpCheckConfig _, DnsCheckConfig _ ->
                            EventType.INCIDENT_OPENED;
                    case ShopifyConfig _, ShopifyProductConfig _, ShopifyPasswordConfig _ ->
                            EventType.MONITOR_BLIND;
                };
        String words =
                switch (kind) {
                    case HeartbeatConfig _ ->
                            "a push was missed; add 'missed' and 'resumed' to the";
                    case HttpCheckConfig _, TcpCheckConfig _, DnsCheckConfig _ ->
                            "something does not work; add 'opened' and 'closed' to the";
                    case ShopifyConfig _, ShopifyProductConfig _, ShopifyPasswordConfig _ ->
                            "a monitor is blind; add 'blind' and 'recovered' to the";
                };
        boolean told =
                notify.routes().isEmpty()
                        || notify.routes().stream().anyMatch(route -> route.tells(type));
        if (!told && deaf.add(place + words)) {
            report.warning(
                    place,
                    "tells nobody that "
                            + words
                            + " 'events' of an entry, or write 'incident: off'");
        }
    }

    /**
     * @param because why it may not look too often
     */
    private @Nullable Schedule schedule(Levels levels, boolean real, String because) {
        Located<Duration> interval = levels.find(InheritedKeys.INTERVAL);
        if (interval != null && real && interval.value().compareTo(LEAST_INTERVAL) < 0) {
            report.problem(interval.place(), "is too short" + because + "; give at least 100ms");
        }
        Levels retry = levels.section(InheritedKeys.RETRY);
        Duration initial = retry.get(InheritedKeys.INITIAL);
        Duration max = retry.get(InheritedKeys.MAX);
        if (initial.compareTo(max) > 0) {
            Located<Duration> culprit = retry.find(InheritedKeys.INITIAL);
            culprit = culprit == null ? retry.find(InheritedKeys.MAX) : culprit;
            if (culprit != null) {
                report.problem(
                        culprit.place(),
                        "the first wait, "
                                + DurationText.format(initial)
                                + ", is longer than the longest, "
                                + DurationText.format(max)
                                + "; give 'initial' and 'max' so that the first is not longer");
            }
            return null;
        }
        AdaptiveConfig adaptive =
                Adaptation.resolve(
                        levels.find(AdaptiveKeys.ADAPTIVE),
                        Adaptation.Interval.of(interval),
                        real ? LEAST_INTERVAL : Duration.ZERO,
                        report);
        return new Schedule(
                levels.get(InheritedKeys.INTERVAL),
                levels.get(InheritedKeys.JITTER),
                levels.get(InheritedKeys.TIMEOUT),
                retry.get(InheritedKeys.MAX_ATTEMPTS),
                new Backoff(
                        initial,
                        max,
                        retry.get(InheritedKeys.MULTIPLIER).doubleValue(),
                        retry.get(InheritedKeys.RETRY_JITTER)),
                adaptive,
                levels.get(IncidentKeys.INCIDENT));
    }

    private void checkName(@Nullable Located<String> name, String what, Map<String, Place> names) {
        if (name == null) {
            return;
        }
        Place first = names.putIfAbsent(name.value(), name.place());
        if (first != null) {
            report.problem(
                    name.place(),
                    Masking.quoted(name.value())
                            + " is the name of another "
                            + what
                            + " in line "
                            + first.line()
                            + "; give each its own");
        }
    }

    private void checkNotify(Values level) {
        List<Located<NotifyEntry>> entries = level.get(InheritedKeys.NOTIFY);
        if (entries != null) {
            entries.forEach(entry -> entry.value().to().forEach(this::checkDestination));
        }
    }

    private void checkDestination(Located<String> name) {
        if (!written.containsKey(name.value())) {
            report.problem(
                    name.place(),
                    Masking.quoted(name.value())
                            + " is no destination; "
                            + (written.isEmpty()
                                    ? "define it under 'destinations'"
                                    : "defined: " + String.join(", ", written.keySet())));
        }
    }

    private void quiet(Values values) {
        Located<QuietConfig> quiet = values.find(QuietKeys.QUIET);
        if (quiet != null
                && !quiet.value().guaranteedWait()
                && values.get(DestinationKeys.DELIVERY) == DeliveryMode.GUARANTEED) {
            report.warning(
                    quiet.place(),
                    "has no effect where every event is guaranteed; add 'guaranteed: wait' to have"
                            + " them wait");
        }
    }

    /** Checks who takes over for a destination; they count as told. */
    private void failover(String destination, Values values) {
        List<Located<String>> names = values.get(DestinationKeys.FAILOVER);
        if (names == null) {
            return;
        }
        Set<String> seen = new LinkedHashSet<>();
        for (Located<String> name : names) {
            checkDestination(name);
            if (name.value().equals(destination)) {
                report.problem(
                        name.place(),
                        Masking.quoted(destination)
                                + " cannot take over for itself; name another destination");
            } else if (!seen.add(name.value())) {
                report.problem(
                        name.place(),
                        Masking.quoted(name.value()) + " is named twice; name each once");
            }
        }
        seen.remove(destination);
        told.addAll(seen);
    }
}
