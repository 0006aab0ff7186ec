package tori.dispatch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Departure;
import tori.model.SendResult;

/**
 * A departure under way: whoever requested it sends, and counts what it sends. Made by the
 * dispatcher, run once by a virtual thread.
 */
final class DepartureSending extends Sending {

    /** Who is told how it ended, on the dispatcher thread. */
    interface Listener {
        /**
         * A departure has come back.
         *
         * @param result null if nothing was sent
         */
        void departed(DepartureSending sending, @Nullable SendResult result, long completedNanos);
    }

    private static final Logger LOG = LoggerFactory.getLogger(DepartureSending.class);

    private final Departure departure;
    private final int permits;
    private final Listener listener;

    /**
     * @param permits how many requests the limits would have let go, this one included
     */
    DepartureSending(
            Outlet outlet,
            Grant grant,
            LaneContext context,
            Departure departure,
            int permits,
            Listener listener) {
        super(outlet, grant, context);
        this.departure = departure;
        this.permits = permits;
        this.listener = listener;
    }

    @Override
    int events() {
        return 0;
    }

    /** A departure that throws may have sent, so that its permits are spent. */
    @Override
    public void run() {
        SendResult result = new SendResult.Failed("the sending thread died", true);
        try {
            result = departure.depart(outlet().sender(), permits);
        } catch (InterruptedException e) {
            result = new SendResult.Failed("interrupted", true);
        } catch (RuntimeException e) {
            context().meters().loopFailed("send");
            LOG.error("A departure for {} failed unexpectedly.", destination(), e);
            result = new SendResult.Failed("unexpected " + e.getClass().getSimpleName(), true);
        } finally {
            SendResult ended = result;
            long completedNanos = context().clock().nanoTime();
            context().inbox().post(() -> listener.departed(this, ended, completedNanos));
        }
    }
}
