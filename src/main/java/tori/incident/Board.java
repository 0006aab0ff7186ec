package tori.incident;

import org.jspecify.annotations.Nullable;

import tori.model.Incident;
import tori.model.MonitorId;

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
    private final Map<MonitorId, UUID> acknowledged = new ConcurrentHashMap<>();

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

    /** Somebody knows of an open incident; its monitor takes note with its next check. */
    public void acknowledge(Incident incident) {
        acknowledged.put(incident.monitor(), incident.id());
    }

    /** Whether somebody has said so; asked by the monitor. */
    public boolean isAcknowledged(Incident open) {
        return open.id().equals(acknowledged.get(open.monitor()));
    }

    /** The monitor has taken note. */
    public void noted(Incident open) {
        acknowledged.remove(open.monitor(), open.id());
    }
}
