package tori;

import org.jspecify.annotations.Nullable;

import tori.check.CheckFactory;
import tori.check.CheckSurroundings;
import tori.check.Connectivity;
import tori.config.ConnectivityConfig;
import tori.heartbeat.Heartbeats;
import tori.incident.Board;
import tori.incident.Gate;
import tori.incident.IncidentStore;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Transition;
import tori.poll.StateStore;
import tori.time.Lapses;
import tori.time.SettableClock;
import tori.uptime.IncidentEvents;
import tori.uptime.UptimeServices;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What monitors of checks need, without a daemon around it. */
public final class UptimeFixtures {

    /** A record in which nothing is. */
    public static final IncidentStore EMPTY =
            new IncidentStore() {
                @Override
                public @Nullable Incident open(MonitorId monitor) {
                    return null;
                }

                @Override
                public List<Incident> incidents(Selection selection, int limit, int offset) {
                    return List.of();
                }

                @Override
                public List<Incident> incidents(
                        Scope scope, Selection selection, int limit, int offset) {
                    throw new AssertionError("nobody asks for the incidents of a site here");
                }

                @Override
                public long count(Scope scope, Selection selection) {
                    throw new AssertionError("nobody asks for the incidents of a site here");
                }

                @Override
                public long count(Selection selection) {
                    return 0;
                }

                @Override
                public @Nullable Incident incident(UUID id) {
                    return null;
                }

                @Override
                public List<Transition> timeline(UUID incident, int limit) {
                    return List.of();
                }
            };

    private UptimeFixtures() {}

    /** Nothing depends on anything. */
    public static UptimeServices services(
            StateStore store, IncidentStore record, Gate gate, SettableClock clock) {
        return new UptimeServices(
                store,
                record,
                new Board(),
                gate,
                UptimeServices.Windows.NONE,
                new IncidentEvents(UUID::randomUUID, clock, clock),
                UUID::randomUUID,
                Lapses.NONE);
    }

    static Uptime uptime(StateStore store, SettableClock clock) {
        return new Uptime(
                services(store, EMPTY, Gate.OPEN, clock),
                new Heartbeats(),
                new CheckFactory(
                        new CheckSurroundings(
                                (name, timeout) -> List.of(), () -> "tori/test", clock, clock),
                        new Connectivity(
                                new ConnectivityConfig(
                                        List.of(), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                                (target, wait) -> false,
                                () -> true,
                                clock)));
    }
}
