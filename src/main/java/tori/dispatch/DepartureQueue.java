package tori.dispatch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Departure;
import tori.model.Departures;
import tori.telemetry.Meters;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The departures that wait for one destination, first come, first served. {@link #request} is for
 * any thread, the rest is the dispatcher's. Its bound is that of whoever requests.
 *
 * <p><b>Closed means turned away.</b> A departure may be requested by somebody who looked whether
 * this is open just before it closed. So whoever requests looks afterwards, and if this has closed
 * turns away what is there. Whoever closes sets the reason first and turns away afterwards. The
 * reason is volatile and the queue's accesses are at least that: one of the two finds the
 * departure, and as both take it out before they say so, only one.
 */
final class DepartureQueue implements Departures {

    private static final Logger LOG = LoggerFactory.getLogger(DepartureQueue.class);

    private final String destination;
    private final Meters meters;
    private final Wakeup wakeup;
    private final Queue<Departure> requested = new ConcurrentLinkedQueue<>();

    /** What the dispatcher has seen. */
    private final ArrayDeque<Departure> waiting = new ArrayDeque<>();

    /** Why departures are turned away; null while they are not. */
    private volatile @Nullable String closedBecause;

    DepartureQueue(String destination, Meters meters, Wakeup wakeup) {
        this.destination = destination;
        this.meters = meters;
        this.wakeup = wakeup;
    }

    @Override
    public void request(Departure departure) {
        requested.add(departure);
        wakeup.wake();
        String reason = closedBecause;
        if (reason != null) {
            turnAwayRequested(reason);
        }
    }

    /** Takes over what was requested. */
    void drain() {
        String reason = closedBecause;
        if (reason != null) {
            turnAwayRequested(reason);
            return;
        }
        Departure departure = requested.poll();
        while (departure != null) {
            waiting.add(departure);
            departure = requested.poll();
        }
    }

    /** Whether {@link #drain} would move something now. */
    boolean hasWork() {
        return !requested.isEmpty();
    }

    /** Whether nobody waits that the dispatcher knows of. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes out who has waited longest. */
    Departure next() {
        return waiting.remove();
    }

    /** Turns away who waits, and who comes from now on. */
    void close(String reason) {
        closedBecause = reason;
        Departure departure = waiting.poll();
        while (departure != null) {
            turnAway(departure, reason);
            departure = waiting.poll();
        }
        turnAwayRequested(reason);
    }

    /** Lets departures wait again. */
    void reopen() {
        closedBecause = null;
    }

    private void turnAwayRequested(String reason) {
        Departure departure = requested.poll();
        while (departure != null) {
            turnAway(departure, reason);
            departure = requested.poll();
        }
    }

    private void turnAway(Departure departure, String reason) {
        try {
            departure.turnedAway(reason);
        } catch (RuntimeException e) {
            meters.loopFailed("send");
            LOG.error("Turning away a departure for {} failed.", destination, e);
        }
    }
}
