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

    /**
     * When the newest of those was seen that this run has seen and that are sent for the first
     * time, by the monotonic clock; 0 if there is none: only of these it is known how long they
     * took.
     */
    long newestSeenNanos() {
        return claimed.stream()
                .filter(Batch::isMeasured)
                .mapToLong(each -> each.event().seenNanos())
                .findFirst()
                .orElse(0);
    }

    /** Whether the time from its detection to this request means anything. */
    static boolean isMeasured(Claimed each) {
        return each.event().seenNanos() != 0 && each.station().failures() == 0;
    }

    /** The one accepted first. */
    Claimed oldest() {
        return claimed.getLast();
    }
}
