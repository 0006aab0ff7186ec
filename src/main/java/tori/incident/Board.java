package tori.incident;

import org.jspecify.annotations.Nullable;

import tori.model.Incident;
import tori.model.MonitorId;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How all monitors stand now, for those who look and for monitors that depend on each other, and
 * what was acknowledged. Thread-safe; nothing blocks.
 */
public final class Board {

    /**
     * A monitor as it was last looked at. Times by the monotonic clock: another one may be set
     * between two looks, and would put them in the wrong order.
     *
     * @param atNanos when that was
     * @param failingNanos when the first of the failures in a row was seen, if there are any
     */
    public record Sight(Standing standing, long atNanos, long failingNanos) {

        /** Whether it failed when it was last looked at. */
        public boolean isFailing() {
            return standing.failures() > 0;
        }
    }

    private final Map<MonitorId, Sight> standings = new ConcurrentHashMap<>();

    /** By monitor, so that there is no more of it than of monitors. */
    private final Map<MonitorId, Acknowledgement> acknowledged = new ConcurrentHashMap<>();

    private record Acknowledgement(UUID incident, Instant at) {}

    /** A monitor stands like this now, which is a reading of the monotonic clock. */
    public void put(MonitorId monitor, Standing standing, long nowNanos) {
        standings.compute(
                monitor,
                (_, before) ->
                        new Sight(
                                standing,
                                nowNanos,
                                before != null && before.isFailing()
                                        ? before.failingNanos()
                                        : nowNanos));
    }

    /** How a monitor stands; null if that is not known here. */
    public @Nullable Sight get(MonitorId monitor) {
        return standings.get(monitor);
    }

    /** The monitor is watched no more. */
    public void forget(MonitorId monitor) {
        standings.remove(monitor);
        acknowledged.remove(monitor);
    }

    /** How many monitors have an open incident. */
    public int open() {
        int open = 0;
        for (Sight sight : standings.values()) {
            open += sight.standing().open() == null ? 0 : 1;
        }
        return open;
    }

    /** The open incident of this id; null if there is none. */
    public @Nullable Incident open(UUID id) {
        for (Sight sight : standings.values()) {
            Incident open = sight.standing().open();
            if (open != null && open.id().equals(id)) {
                return open;
            }
        }
        return null;
    }

    /**
     * Somebody knows of an open incident; its monitor takes note with its next check.
     *
     * @param at when they said so; what was said before counts
     */
    public void acknowledge(Incident incident, Instant at) {
        Acknowledgement now = new Acknowledgement(incident.id(), at.truncatedTo(ChronoUnit.MILLIS));
        acknowledged.merge(
                incident.monitor(),
                now,
                (before, _) -> before.incident().equals(incident.id()) ? before : now);
    }

    /** When somebody said so, as far as its monitor has not taken note; null if nobody has. */
    public @Nullable Instant acknowledgedAt(Incident open) {
        Acknowledgement known = acknowledged.get(open.monitor());
        return known != null && known.incident().equals(open.id()) ? known.at() : null;
    }

    /** The monitor has taken note. */
    public void noted(Incident open) {
        Acknowledgement known = acknowledged.get(open.monitor());
        if (known != null && known.incident().equals(open.id())) {
            acknowledged.remove(open.monitor(), known);
        }
    }

    /**
     * An incident of the record as it is now: what its last check said is written down now and then
     * only.
     */
    public Incident latest(Incident written) {
        Sight sight = written.closedAt() == null ? standings.get(written.monitor()) : null;
        Incident open = sight == null ? null : sight.standing().open();
        if (open == null || !open.id().equals(written.id())) {
            return written;
        }
        Instant at = open.telling().acknowledgedAt() == null ? acknowledgedAt(open) : null;
        return at == null ? open : open.with(open.telling().acknowledged(at));
    }
}
