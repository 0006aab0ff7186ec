package tori.delivery;

import tori.model.Event;

import java.time.Instant;
import java.util.List;

/**
 * The deliveries of one request.
 *
 * @param route the destination that is called
 * @param claimed what travels, newest first
 * @param probe whether this finds out if an outage is over
 * @param startedAt when the request began
 */
record Batch(Route route, List<Claimed> claimed, boolean probe, Instant startedAt) {

    Batch {
        claimed = List.copyOf(claimed);
    }

    int size() {
        return claimed.size();
    }

    List<Event> events() {
        return claimed.stream().map(Claimed::event).toList();
    }

    List<Long> ids() {
        return claimed.stream().map(Claimed::id).toList();
    }

    /** Whether what is owed to one destination goes to another. */
    boolean failsOver() {
        return !oldest().destination().equals(route.destination());
    }

    /** The one accepted first. */
    Claimed oldest() {
        return claimed.getLast();
    }
}
