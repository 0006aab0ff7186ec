package tori.dispatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;
import tori.telemetry.Flight;
import tori.telemetry.JfrSend;

import java.util.List;

/**
 * A batch of freshest events under way. Made by the dispatcher, run once by a virtual thread, which
 * tells how late the events are and how the request ended.
 */
final class BatchSending extends Sending {

    /** Who is told how it ended, on the dispatcher thread. */
    interface Listener {
        void sent(BatchSending sending, SendResult result, long completedNanos);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BatchSending.class);

    private final List<Attempt> batch;
    private final Listener listener;

    BatchSending(
            Outlet outlet,
            Grant grant,
            LaneContext context,
            List<Attempt> batch,
            Listener listener) {
        super(outlet, grant, context);
        this.batch = batch;
        this.listener = listener;
    }

    /** Newest first; those of several monitors by turns. */
    List<Attempt> batch() {
        return batch;
    }

    @Override
    int events() {
        return batch.size();
    }

    @Override
    public void run() {
        SendResult result = new SendResult.Failed("the sending thread died", true);
        try {
            result = send(batch.stream().map(Attempt::event).toList());
        } catch (InterruptedException e) {
            result = new SendResult.Failed("interrupted", true);
        } catch (RuntimeException e) {
            context().meters().loopFailed("send");
            LOG.error("Sending to {} failed unexpectedly.", destination(), e);
            result = new SendResult.Failed("unexpected " + e.getClass().getSimpleName(), true);
        } finally {
            SendResult ended = result;
            long completedNanos = context().clock().nanoTime();
            context().inbox().post(() -> listener.sent(this, ended, completedNanos));
        }
    }

    private SendResult send(List<Event> events) throws InterruptedException {
        Sender sender = outlet().sender();
        JfrSend flight = Flight.send();
        long startNanos = context().clock().nanoTime();
        for (Event event : events) {
            context().meters().detectToSend(destination(), startNanos - event.seenNanos());
        }
        String outcome = "exception";
        try {
            SendResult result = sender.send(events);
            outcome = result.getClass().getSimpleName();
            return result;
        } finally {
            if (flight != null && flight.shouldCommit()) {
                flight.destination = destination();
                flight.events = events.size();
                flight.result = outcome;
                flight.detectToSendNanos = startNanos - events.getFirst().seenNanos();
                flight.commit();
            }
        }
    }
}
