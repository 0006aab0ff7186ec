package tori.delivery;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Answer;
import tori.model.Departure;
import tori.model.SendResult;
import tori.model.Sender;
import tori.telemetry.Flight;
import tori.telemetry.JfrSend;

import java.io.IOException;

/**
 * One request of a lane that waits for its permits. What travels with it is chosen when it departs,
 * so nothing is tied to it while it waits. Runs on a virtual thread of whoever keeps the limits.
 */
final class Trip implements Departure {

    private static final Logger LOG = LoggerFactory.getLogger(Trip.class);

    private final GuaranteedLane lane;
    private final Route route;
    private final OutboxServices services;

    Trip(GuaranteedLane lane, Route route, OutboxServices services) {
        this.lane = lane;
        this.route = route;
        this.services = services;
    }

    @Override
    public @Nullable SendResult depart(Sender sender, int permits) throws InterruptedException {
        Batch batch = begin(sender.maxBatch(), permits);
        if (batch == null) {
            return null;
        }
        SendResult result;
        try {
            result = send(sender, batch);
        } catch (InterruptedException e) {
            lane.interrupted(batch);
            throw e;
        } catch (RuntimeException e) {
            services.meters().loopFailed("outbox");
            LOG.error("Sending to {} failed because of a bug.", route.destination(), e);
            String reason = "a bug in tori: " + e.getClass().getSimpleName();
            result = new SendResult.Failed(reason, true, false, Answer.NONE);
        } catch (Error e) {
            lane.interrupted(batch);
            throw e;
        }
        end(batch, result);
        return result;
    }

    private SendResult send(Sender sender, Batch batch) throws InterruptedException {
        JfrSend flight = Flight.send();
        long startNanos = services.clock().nanoTime();
        SendResult result = flushed(sender, sender.send(batch.events()));
        if (flight != null && flight.shouldCommit()) {
            flight.destination = route.destination();
            flight.events = batch.size();
            flight.result = result.getClass().getSimpleName();
            long seenNanos = batch.newestSeenNanos();
            flight.detectToSendNanos = seenNanos == 0 ? 0 : startNanos - seenNanos;
            flight.commit();
        }
        return result;
    }

    private static SendResult flushed(Sender sender, SendResult result) {
        if (result instanceof SendResult.Sent) {
            try {
                sender.flush();
            } catch (IOException e) {
                return new SendResult.Failed(String.valueOf(e.getMessage()), true);
            }
        }
        return result;
    }

    /** The first half of departing: what travels; null if nothing does. */
    @Nullable Batch begin(int maxBatch, int permits) {
        return lane.take(route, maxBatch, permits);
    }

    /** The second half of departing: this is how the request ended. */
    void end(Batch batch, SendResult result) {
        lane.ended(batch, result);
    }

    @Override
    public void turnedAway(String reason) {
        lane.turnedAway(route, reason);
    }
}
