package tori.delivery;

import tori.model.Event;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * A delivery handed out to be sent: durably IN_FLIGHT, the first of its entity, and nobody else has
 * it. Settled once, by one of the methods.
 *
 * @param id the delivery's number, in the order of acceptance
 * @param destination to whom it is owed
 * @param event what is owed
 * @param station where it stands
 */
public record Claimed(long id, String destination, Event event, Station.InFlight station) {

    /** The destination has it. */
    public Settlement delivered(Attempt attempt) {
        return new Settlement(this, station.delivered(), attempt);
    }

    /** It was never sent: nothing is noted. */
    public Settlement unsent() {
        return new Settlement(this, station.released(), null);
    }

    /** Sent in vain for no reason of its own; spends no attempt. */
    public Settlement released(Attempt attempt) {
        return new Settlement(this, station.released(), attempt);
    }

    /** Refused together with others; spends no attempt. */
    public Settlement split(int batchLimit, Attempt attempt) {
        return new Settlement(this, station.released(batchLimit), attempt);
    }

    /** Spends an attempt. */
    public Settlement failed(
            Attempt attempt, RetryPolicy policy, Instant now, RandomGenerator random) {
        return new Settlement(this, station.failed(policy, now, random), attempt);
    }

    /** Sent in vain, perhaps for a reason of its own: others come first; spends no attempt. */
    public Settlement postponed(Attempt attempt, Instant until) {
        return new Settlement(this, station.postponed(until), attempt);
    }

    /** A dead letter at once. */
    public Settlement died(Attempt attempt) {
        return new Settlement(this, station.died(), attempt);
    }
}
