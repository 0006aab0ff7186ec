package tori.poll;

import tori.model.MonitorId;

import java.time.Instant;
import java.util.UUID;

/**
 * A monitor that was added while tori runs, as the store keeps it. Immutable.
 *
 * @param id names it for ever
 * @param owner the number of the user whose it is; 0 for somebody on this machine
 * @param operator whether it may tell whom the operator may
 * @param monitor its name, which no other one has
 * @param document its settings as JSON, secrets included
 * @param version 1 for a new one; one more with each change
 * @param createdAt when it was added; microseconds are kept
 * @param changedAt when it was last changed
 */
public record StoredMonitor(
        UUID id,
        long owner,
        boolean operator,
        MonitorId monitor,
        String document,
        long version,
        Instant createdAt,
        Instant changedAt) {

    /** The same after a change of its settings. */
    public StoredMonitor changed(String other, boolean byOperator, Instant now) {
        return new StoredMonitor(
                id, owner, byOperator, monitor, other, version + 1, createdAt, now);
    }

    /** Says whose it is and not what is in it, which may be secret. */
    @Override
    public String toString() {
        return monitor + " (" + id + ", version " + version + ")";
    }
}
