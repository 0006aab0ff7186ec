package tori;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.HeartbeatConfig;
import tori.config.MonitorConfig;
import tori.config.UptimeConfig;
import tori.incident.IncidentStore;
import tori.incident.IncidentStore.Selection;
import tori.model.Event;
import tori.model.EventSink;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.telemetry.Meters;
import tori.uptime.WatchEnds;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Sees to it that no incident stays open for ever because its monitor is watched no more: removed
 * or switched off by a reload, or gone when tori starts. Used by the starting thread and under the
 * reload's lock only.
 */
final class Farewells {

    private static final Logger LOG = LoggerFactory.getLogger(Farewells.class);

    /** For all attempts that are under way together; they are interrupted. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int PAGE = 500;

    /** Tells nobody; what it is given is in the event log. */
    private static final EventSink NOBODY = event -> {};

    private final WatchEnds ends;
    private final IncidentStore incidents;
    private final Meters meters;
    private final RecentEvents recent;

    Farewells(WatchEnds ends, IncidentStore incidents, Meters meters, RecentEvents recent) {
        this.ends = ends;
        this.incidents = incidents;
        this.meters = meters;
        this.recent = recent;
    }

    /** One monitor that goes: how it was watched, who is told, and when nobody looks any more. */
    record Leaving(MonitorConfig config, EventSink sink, CompletableFuture<Void> gone) {}

    /** Ends what is open of monitors that a reload takes away. */
    void leave(List<Leaving> leaving) {
        List<Leaving> checks =
                leaving.stream()
                        .filter(one -> one.config().kind() instanceof UptimeConfig)
                        .toList();
        try {
            CompletableFuture.allOf(
                            checks.stream().map(Leaving::gone).toArray(CompletableFuture<?>[]::new))
                    .get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("Some checks do not end; their incidents are closed at the next start");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        for (Leaving one : checks) {
            if (one.gone().isDone()) {
                end(one.config().id(), one.config(), one.sink());
            }
        }
    }

    /**
     * Ends what is open of monitors that are not watched.
     *
     * @param watched those that are
     * @param known those of the configuration, by name
     * @param sinks who is told of one
     */
    void sweep(
            Set<MonitorId> watched,
            Map<MonitorId, MonitorConfig> known,
            Function<MonitorConfig, ? extends EventSink> sinks) {
        try {
            for (Incident incident : openOnes()) {
                MonitorId id = incident.monitor();
                if (!watched.contains(id)) {
                    MonitorConfig config = known.get(id);
                    end(id, config, config == null ? NOBODY : sinks.apply(config));
                }
            }
        } catch (IOException e) {
            LOG.warn("Incidents of what is not watched stay open: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All of them first, as their number changes while they are closed. */
    private List<Incident> openOnes() throws IOException, InterruptedException {
        Map<MonitorId, Incident> open = new LinkedHashMap<>();
        List<Incident> page;
        do {
            page = incidents.incidents(Selection.OPEN, PAGE, open.size());
            page.forEach(incident -> open.put(incident.monitor(), incident));
        } while (page.size() == PAGE);
        return new ArrayList<>(open.values());
    }

    private void end(MonitorId id, @Nullable MonitorConfig config, EventSink sink) {
        try {
            boolean pushed = config != null && config.kind() instanceof HeartbeatConfig;
            boolean silent = config != null && !config.schedule().incident().wanted();
            for (Event event : ends.end(id, sink, pushed, silent)) {
                meters.raised(event.type());
                if (config == null) {
                    recent.add(event);
                }
            }
        } catch (IOException e) {
            LOG.warn("{}: its incident stays open: {}", id, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
