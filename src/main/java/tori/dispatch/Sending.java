package tori.dispatch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;
import tori.telemetry.JfrSend;

import java.util.List;

/**
 * One request under way: made by the dispatcher, run once by a virtual thread named after the
 * destination, and handed back to the dispatcher with its result, whatever happens.
 */
final class Sending implements Runnable {

    /** Who is told how it ended, on the dispatcher thread. */
    interface Listener {
        void sent(Sending sending, SendResult result, long completedNanos);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private final String destination;
    private final Outlet outlet;
    private final List<Attempt> batch;
    private final List<SlidingWindow> windows;
    private final LaneContext context;
    private final Listener listener;
    private @Nullable Thread thread;
    private long number;

    /**
     * @param windows those that granted a permit for this request
     */
    Sending(
            Outlet outlet,
            List<Attempt> batch,
            List<SlidingWindow> windows,
            LaneContext context,
            Listener listener) {
        this.destination = outlet.destination();
        this.outlet = outlet;
        this.batch = batch;
        this.windows = windows;
        this.context = context;
        this.listener = listener;
    }

    Outlet outlet() {
        return outlet;
    }

    /** Its place among the requests of its outlet, from 1. Dispatcher thread. */
    long number() {
        return number;
    }

    /** Dispatcher thread, before it starts. */
    void number(long ordinal) {
        number = ordinal;
    }

    /** Newest first. */
    List<Attempt> batch() {
        return batch;
    }

    /** Gives the permits back. Dispatcher thread. */
    void complete(long completedNanos) {
        for (SlidingWindow window : windows) {
            window.complete(completedNanos);
        }
    }

    /** Dispatcher thread. */
    void start() {
        thread = context.threads().start("send " + destination, this);
    }

    /** Dispatcher thread. */
    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void run() {
        SendResult result = new SendResult.Failed("the sending thread died", true);
        try {
            result = send(batch.stream().map(Attempt::event).toList());
        } catch (InterruptedException e) {
            result = new SendResult.Failed("interrupted", true);
        } catch (RuntimeException e) {
            context.meters().loopFailed("send");
            LOG.error("Sending to {} failed unexpectedly.", destination, e);
            result = new SendResult.Failed("unexpected " + e.getClass().getSimpleName(), true);
        } finally {
            SendResult ended = result;
            long completedNanos = context.clock().nanoTime();
            context.inbox().post(() -> listener.sent(this, ended, completedNanos));
        }
    }

    private SendResult send(List<Event> events) throws InterruptedException {
        Sender sender = outlet.sender();
        JfrSend flight = new JfrSend();
        flight.begin();
        long startNanos = context.clock().nanoTime();
        for (Event event : events) {
            context.meters().detectToSend(destination, startNanos - event.seenNanos());
        }
        String outcome = "exception";
        try {
            SendResult result = sender.send(events);
            outcome = result.getClass().getSimpleName();
            return result;
        } finally {
            if (flight.shouldCommit()) {
                flight.destination = destination;
                flight.events = events.size();
                flight.result = outcome;
                flight.detectToSendNanos = startNanos - events.getFirst().seenNanos();
                flight.commit();
            }
        }
    }
}
