package tori;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.Config;
import tori.config.MonitorConfig;
import tori.config.NotifyConfig;
import tori.config.QuietConfig;
import tori.model.Event;
import tori.model.MonitorId;
import tori.store.StoredEvent;
import tori.time.NanoClock;
import tori.time.QuietHours;
import tori.wire.EventJson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds back again, after a crash within quiet hours, what was held back in memory before it: the
 * event log has it. After a clean stop there is nothing to do: the message was written down then,
 * and what is older than such a message has been told. Used once by the starting thread, before
 * anything is polled.
 */
final class Recollection {

    /** Several times what a lane holds back: most events may be for others. */
    private static final int MAX_EVENTS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Recollection.class);

    /** The event log. */
    @FunctionalInterface
    interface EventLog {
        /** The events written last, newest first. */
        List<StoredEvent> latest(int limit) throws IOException, InterruptedException;
    }

    private final EventLog log;
    private final Destinations destinations;
    private final NanoClock clock;
    private final InstantSource wall;

    Recollection(EventLog log, Destinations destinations, NanoClock clock, InstantSource wall) {
        this.log = log;
        this.destinations = destinations;
        this.clock = clock;
        this.wall = wall;
    }

    /**
     * Gives the destinations that want to be left alone now what they have not been told of.
     *
     * @throws IOException if the log cannot be read
     */
    void resume(Config config) throws IOException, InterruptedException {
        Map<String, Instant> quietSince = quietSince(config);
        if (quietSince.isEmpty()) {
            return;
        }
        List<Event> newestFirst = newest(MAX_EVENTS);
        Map<MonitorId, NotifyConfig> told = new HashMap<>();
        for (MonitorConfig monitor : config.monitors()) {
            told.put(monitor.id(), monitor.told());
        }
        quietSince.forEach((destination, since) ->
                resume(destination, untold(destination, since, newestFirst, told)));
    }

    /**
     * The events written last, newest first.
     *
     * @throws IOException if the log cannot be read
     */
    List<Event> newest(int limit) throws IOException, InterruptedException {
        List<Event> newestFirst = new ArrayList<>();
        for (StoredEvent stored : log.latest(limit)) {
            newestFirst.add(EventJson.decode(stored.body().getBytes(StandardCharsets.UTF_8)));
        }
        return newestFirst;
    }

    private Map<String, Instant> quietSince(Config config) {
        Map<String, Instant> since = new LinkedHashMap<>();
        Instant now = wall.instant();
        config.destinations()
                .forEach((name, destination) -> {
                    QuietConfig quiet = destination.delivery().quiet();
                    if (quiet != null && quiet.digest()) {
                        QuietHours.Phase phase = quiet.hours().at(now);
                        if (phase.quiet()) {
                            since.put(name, phase.from());
                        }
                    }
                });
        return since;
    }

    private List<Event> untold(
            String destination,
            Instant since,
            List<Event> newestFirst,
            Map<MonitorId, NotifyConfig> told) {
        Map<NotifyConfig, FanOut> sinks = new HashMap<>();
        List<Event> untold = new ArrayList<>();
        for (Event event : newestFirst) {
            if (event.time().isBefore(since) || Digests.isFor(destination, event)) {
                break;
            }
            NotifyConfig notify = told.get(event.source());
            if (notify != null
                    && sinks.computeIfAbsent(notify, destinations::sink)
                            .tellsFresh(destination, event)) {
                untold.add(event);
            }
        }
        return untold;
    }

    private void resume(String destination, List<Event> newestFirst) {
        if (newestFirst.isEmpty()) {
            return;
        }
        LOG.info(
                "{} is held back for {} again, as before tori ended unexpectedly",
                Tori.count(newestFirst.size(), "event"),
                destination);
        long nowNanos = clock.nanoTime();
        List<Event> oldestFirst = new ArrayList<>();
        for (int age = newestFirst.size() - 1; age >= 0; age--) {
            Event event = newestFirst.get(age);
            oldestFirst.add(
                    new Event(
                            event.id(),
                            event.source(),
                            event.type(),
                            event.subject(),
                            event.time(),
                            // Not too old to be held back, and in their order.
                            nowNanos - age,
                            event.data()));
        }
        destinations.tellFresh(destination, oldestFirst);
    }
}
