package tori.dispatch;

import org.jspecify.annotations.Nullable;

import tori.model.Event;

/**
 * Notes what keeps a lane's events waiting, so that each can be told when it leaves.
 * Thread-confined to the dispatcher.
 */
final class Waits {

    private static final String NOT_READY =
            "the request before it, or a pause after a failure or at the destination's wish";

    private final LaneLimits limits;
    private final FateLog fates;
    private @Nullable SlidingWindow window;
    private @Nullable String cause;
    private long notedNanos;

    Waits(LaneLimits limits, FateLog fates) {
        this.limits = limits;
        this.fates = fates;
    }

    /** Events wait after a pass. */
    void note(Outlet outlet, long nowNanos) {
        notedNanos = nowNanos;
        SlidingWindow narrowest = limits.narrowest(outlet, nowNanos);
        if (narrowest == null) {
            window = null;
            cause = NOT_READY;
        } else if (!narrowest.equals(window)) {
            window = narrowest;
            cause = words(narrowest);
        }
    }

    private String words(SlidingWindow narrowest) {
        return (limits.isUsers(narrowest) ? "the rate of " : "the destination's own limit of ")
                + narrowest.rate().limit()
                + " in "
                + narrowest.rate().per().toMillis()
                + " ms";
    }

    /** A batch has left. */
    void departed(BatchSending sending, long nowNanos) {
        int events = sending.batch().size();
        for (Attempt attempt : sending.batch()) {
            Event event = attempt.event();
            boolean waited = cause != null && notedNanos - event.seenNanos() >= 0;
            fates.sending(
                    event,
                    sending.destination(),
                    new FateLog.Departing(
                            nowNanos, sending.number(), events, waited ? cause : null));
        }
    }
}
