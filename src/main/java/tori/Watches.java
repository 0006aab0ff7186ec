package tori;

import org.jspecify.annotations.Nullable;

import tori.config.Config;
import tori.config.ConfigDifference;
import tori.config.MonitorConfig;
import tori.config.NotifyConfig;
import tori.config.Schedule;
import tori.config.UptimeConfig;
import tori.model.Event;
import tori.model.EventSink;
import tori.model.MonitorId;
import tori.poll.BlindTerms;
import tori.poll.Cadence;
import tori.poll.PollSchedule;
import tori.poll.PollerSpec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The monitors in force. Changed by the starting thread and under the reload's lock only. */
final class Watches {

    private final MonitorFactory monitors;
    private final Destinations destinations;
    private final PollSchedule schedule;
    private final RecentEvents recent;
    private final Uptime uptime;
    private final Farewells farewells;

    /** What the configuration in force names. */
    private volatile List<MonitorConfig> named = List.of();

    /**
     * A monitor of the configuration.
     *
     * @param enabled whether it is watched
     */
    record Listed(MonitorId monitor, boolean enabled) {}

    Watches(
            MonitorFactory monitors,
            Destinations destinations,
            PollSchedule schedule,
            RecentEvents recent,
            Uptime uptime,
            Farewells farewells) {
        this.uptime = uptime;
        this.farewells = farewells;
        this.monitors = monitors;
        this.destinations = destinations;
        this.schedule = schedule;
        this.recent = recent;
    }

    /** The enabled monitors, in the configuration's order. Any thread. */
    List<MonitorId> ids() {
        return named.stream().filter(MonitorConfig::enabled).map(MonitorConfig::id).toList();
    }

    /** All monitors, in the configuration's order. Any thread. */
    List<Listed> listed() {
        return named.stream().map(monitor -> new Listed(monitor.id(), monitor.enabled())).toList();
    }

    /** The names of all monitors, in the configuration's order. Any thread. */
    List<MonitorId> all() {
        return named.stream().map(MonitorConfig::id).toList();
    }

    /** Begins to watch what the configuration names. */
    void start(Config config) {
        named = config.monitors();
        schedule.start();
        Specs specs = new Specs(config);
        Map<MonitorId, MonitorConfig> known = new HashMap<>();
        config.monitors().forEach(monitor -> known.put(monitor.id(), monitor));
        farewells.sweep(Set.copyOf(ids()), known, specs::sink);
        for (MonitorConfig monitor : config.monitors()) {
            if (monitor.enabled()) {
                schedule.add(specs.of(monitor));
            }
        }
    }

    /**
     * Swaps what differs; untouched monitors keep their state and timers, and so do those that only
     * tell somebody else.
     */
    void swap(Config before, Config after, ConfigDifference.Changes<MonitorId> changes) {
        Map<MonitorId, MonitorConfig> known = new HashMap<>();
        before.monitors().forEach(monitor -> known.put(monitor.id(), monitor));
        boolean bodiesChanged = before.http().maxBodyBytes() != after.http().maxBodyBytes();
        Specs specs = new Specs(after);
        named = after.monitors();
        List<Farewells.Leaving> leaving = new ArrayList<>();
        for (MonitorId id : changes.removed()) {
            retire(known.get(id), id, leaving);
        }
        for (MonitorConfig monitor : after.monitors()) {
            MonitorConfig earlier = known.get(monitor.id());
            if (earlier != null && earlier.enabled() && checksNoMore(earlier, monitor)) {
                retire(earlier, monitor.id(), leaving);
            }
        }
        farewells.leave(leaving);
        leaving.forEach(one -> uptime.forget(one.config().id()));
        for (MonitorId id : changes.removed()) {
            recent.forget(id);
            uptime.forget(id);
        }
        for (MonitorConfig monitor : after.monitors()) {
            boolean touched =
                    bodiesChanged
                            || changes.added().contains(monitor.id())
                            || changes.changed().contains(monitor.id());
            if (touched && !bodiesChanged && isSameWatch(known.get(monitor.id()), monitor)) {
                schedule.tell(monitor.id(), specs.sink(monitor));
            } else if (touched && monitor.enabled()) {
                schedule.replace(specs.of(monitor));
            } else if (touched) {
                schedule.remove(monitor.id());
                uptime.forget(monitor.id());
            }
        }
    }

    /** Another kind of check is still the same monitor; one of a store has no incidents. */
    private static boolean checksNoMore(MonitorConfig before, MonitorConfig after) {
        return !after.enabled()
                || (before.kind() instanceof UptimeConfig
                        && !(after.kind() instanceof UptimeConfig));
    }

    private void retire(
            @Nullable MonitorConfig config, MonitorId id, List<Farewells.Leaving> leaving) {
        EventSink sink = schedule.sink(id);
        CompletableFuture<Void> gone = schedule.retire(id);
        if (config != null && sink != null) {
            leaving.add(new Farewells.Leaving(config, sink, gone));
        }
    }

    /** Whether it is polled already, in the same way, and at most tells somebody else. */
    private static boolean isSameWatch(@Nullable MonitorConfig before, MonitorConfig after) {
        return before != null && before.enabled() && before.watchesLike(after);
    }

    /** Who is told an event by the monitor that raised it. Any thread. */
    List<String> destinations(Event event) {
        return schedule.sink(event.source()) instanceof FanOut fanOut
                ? fanOut.destinations(event)
                : List.of();
    }

    /** Whether a destination is told an event by the monitor that raised it. Any thread. */
    boolean tells(String destination, Event event) {
        return schedule.sink(event.source()) instanceof FanOut fanOut
                && fanOut.tells(destination, event);
    }

    /** What one configuration asks for; what monitors have in common is made once for all. */
    private final class Specs {

        private final Config config;
        // Equal values of one file are one object; monitors that were added have their own.
        private final IdentityHashMap<Schedule, Cadence> cadences = new IdentityHashMap<>();
        private final IdentityHashMap<Schedule, BlindTerms> terms = new IdentityHashMap<>();
        private final IdentityHashMap<NotifyConfig, FanOut> sinks = new IdentityHashMap<>();

        private Specs(Config config) {
            this.config = config;
        }

        private PollerSpec of(MonitorConfig monitor) {
            return new PollerSpec(
                    monitor.kind() instanceof UptimeConfig kind
                            ? uptime.monitor(monitor, kind)
                            : monitors.watched(monitor, config.http()),
                    sink(monitor),
                    cadences.computeIfAbsent(monitor.schedule(), MonitorFactory::cadence),
                    blind(monitor));
        }

        /** What looks whether something works has incidents instead. */
        private BlindTerms blind(MonitorConfig monitor) {
            return monitor.kind() instanceof UptimeConfig
                    ? BlindTerms.NEVER
                    : terms.computeIfAbsent(monitor.schedule(), monitors::blindTerms);
        }

        private FanOut sink(MonitorConfig monitor) {
            return sinks.computeIfAbsent(monitor.told(), destinations::sink);
        }
    }
}
