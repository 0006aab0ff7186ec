package tori.uptime;

import tori.incident.Board;
import tori.incident.Gate;
import tori.incident.IncidentStore;
import tori.model.MonitorId;
import tori.poll.StateStore;
import tori.time.Lapses;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What every monitor of a check uses; one instance for all of them. All of it is thread-safe.
 *
 * @param states remembers how monitors stand; they only read it
 * @param incidents the record of incidents
 * @param board where monitors show how they stand
 * @param gate whether incidents may be told
 * @param windows when something may fail
 * @param events makes what is told
 * @param ids gives incidents their ids
 * @param lapses whether time goes on as usual
 */
public record UptimeServices(
        StateStore states,
        IncidentStore incidents,
        Board board,
        Gate gate,
        Windows windows,
        IncidentEvents events,
        Supplier<UUID> ids,
        Lapses lapses) {

    /** When something may fail. Thread-safe. */
    public interface Windows {

        /** There are none. */
        Windows NONE = (monitor, now) -> Duration.ZERO;

        /** How much longer the monitor may fail; zero if it may not now. */
        Duration left(MonitorId monitor, Instant now);
    }
}
