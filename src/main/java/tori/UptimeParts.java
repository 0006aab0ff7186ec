package tori;

import tori.config.SurroundingsConfig;
import tori.heartbeat.Heartbeats;
import tori.incident.Board;
import tori.incident.Step;
import tori.model.Event;
import tori.model.Incident;
import tori.poll.PollSchedule;
import tori.store.SqlStore;
import tori.telemetry.PrometheusMeters;
import tori.time.LapseWatch;
import tori.time.SystemClocks;
import tori.uptime.IncidentEvents;
import tori.uptime.UptimeServices;
import tori.uptime.WatchEnds;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * What looks whether something works, put together: monitors, what holds their alerts back, and
 * what the server asks. Built, started and ended by the main thread; its parts are thread-safe.
 */
final class UptimeParts {

    private final Heartbeats heartbeats = new Heartbeats();
    private final Board board = new Board();
    private final LapseWatch lapses;
    private final IncidentDigest digest;
    private final Uptime uptime;
    private final Farewells farewells;
    private final Incidents incidents;

    /**
     * @param inForce what the configuration in force has led to
     * @param checks makes what looks at addresses, ports and names
     */
    UptimeParts(
            SqlStore store,
            LaneCare.InForce inForce,
            PollSchedule schedule,
            Notices notices,
            RecentEvents recent,
            PrometheusMeters meters,
            Checks checks) {
        IncidentEvents events = new IncidentEvents(notices.ids(), notices.wall(), notices.clock());
        this.lapses = new LapseWatch(notices.clock(), notices.wall(), SystemClocks.sleeper());
        Supplier<SurroundingsConfig> surroundings = () -> inForce.config().surroundings();
        Telling telling = new Telling(events, inForce, recent);
        this.digest = new IncidentDigest(store, telling, notices, meters, SystemClocks.sleeper());
        UptimeServices services =
                new UptimeServices(
                        store,
                        store,
                        board,
                        new IncidentGate(
                                surroundings, board, digest, telling::isHeard, schedule::wake),
                        Uptime.windows(surroundings),
                        events,
                        notices.ids(),
                        lapses);
        this.uptime = new Uptime(services, heartbeats, checks.factory(), checks.fence());
        this.farewells = new Farewells(new WatchEnds(services), store, meters, recent);
        this.incidents = new Incidents(store, board, heartbeats, schedule::wake, notices.wall());
        meters.incidents(board::open);
    }

    /** How many incidents open together are told. */
    private final class Telling implements IncidentDigest.Surroundings {

        private final IncidentEvents events;
        private final LaneCare.InForce inForce;
        private final RecentEvents recent;

        private Telling(IncidentEvents events, LaneCare.InForce inForce, RecentEvents recent) {
            this.events = events;
            this.inForce = inForce;
            this.recent = recent;
        }

        @Override
        public Event event(Step.Told told) {
            return events.of(told, heartbeats.has(told.incident().monitor()));
        }

        @Override
        public List<String> destinations(Event event) {
            return inForce.watches().destinations(event);
        }

        /** Whether anybody is told this of an incident. */
        private boolean isHeard(Incident incident, Step.Kind kind) {
            return !destinations(event(new Step.Told(kind, incident, 0))).isEmpty();
        }

        @Override
        public void note(Event event) {
            recent.add(event);
        }
    }

    /** Makes the monitors. */
    Uptime uptime() {
        return uptime;
    }

    /** What keeps the monitors in force, these among others. */
    Watches watches(
            MonitorFactory monitors,
            Destinations destinations,
            PollSchedule schedule,
            RecentEvents recent) {
        return new Watches(monitors, destinations, schedule, recent, uptime, farewells);
    }

    /** How the monitors stand. */
    Board board() {
        return board;
    }

    /** What the server asks. */
    Incidents incidents() {
        return incidents;
    }

    /**
     * Reads what was told together, and begins to tell.
     *
     * @throws IOException with a sentence if it cannot be read
     */
    void start() throws IOException, InterruptedException {
        lapses.start();
        digest.start();
    }

    /** Tells nothing together any more. */
    void end() {
        digest.end();
        lapses.end();
    }
}
