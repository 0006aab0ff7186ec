package tori.incident;

import org.jspecify.annotations.Nullable;

import tori.model.Incident;
import tori.model.MonitorId;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How all monitors stand now, for those who look and for monitors that depend on each other, and
 * what was acknowledged. Thread-safe; nothing blocks.
 */
public final class Board {

    /**
     * A monitor as it was last looked at.
     *
     * @param at when that was
     */
    public record Sight(Standing standing, Instant at) {}

    private final Map<MonitorId, Sight> standings = new ConcurrentHashMap<>();

    /** By monitor, so that there is no more of it than of monitors. */
    private final Map<MonitorId, UUID> acknowledged = new ConcurrentHashMap<>();

    /** A monitor stands like this now. */
    public void put(MonitorId monitor, Standing standing, Instant at) {
        standings.put(monitor, new Sight(standing, at));
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
