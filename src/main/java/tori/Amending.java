package tori;

import org.jspecify.annotations.Nullable;

import tori.model.Departure;
import tori.model.Departures;
import tori.model.Ending;
import tori.model.SendResult;
import tori.model.Sender;
import tori.telemetry.Meters;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has a destination's earlier messages brought up to date, one after the other, in moments in which
 * nothing else waits there. At most one request for such a moment is made at a time. Any thread.
 */
final class Amending implements Departure {

    private final String destination;
    private final Departures whenIdle;
    private final Meters meters;
    private final AtomicBoolean requested = new AtomicBoolean();
    private volatile Sender sender;

    /**
     * @param whenIdle lets go what may wait
     * @param sender knows what it has sent
     */
    Amending(String destination, Departures whenIdle, Sender sender, Meters meters) {
        this.destination = destination;
        this.whenIdle = whenIdle;
        this.sender = sender;
        this.meters = meters;
    }

    /** Another sender has taken over. */
    void sender(Sender changed) {
        sender = changed;
    }

    /** This holds no more. */
    void ended(List<Ending> endings) {
        boolean due = false;
        for (Ending ending : endings) {
            due |= sender.ended(ending);
        }
        if (due) {
            request();
        }
    }

    private void request() {
        if (requested.compareAndSet(false, true)) {
            whenIdle.request(this);
        }
    }

    /** Asks for another moment as long as there was something to do. */
    @Override
    public @Nullable SendResult depart(Sender by, int permits) throws InterruptedException {
        requested.set(false);
        SendResult result;
        try {
            result = by.amend();
        } catch (InterruptedException e) {
            meters.edited(destination, "interrupted");
            request();
            throw e;
        }
        if (result != null) {
            meters.edited(destination, word(result));
            request();
        }
        return result;
    }

    private static String word(SendResult result) {
        return switch (result) {
            case SendResult.Sent _ -> "edited";
            case SendResult.Throttled _ -> "throttled";
            case SendResult.Refused _, SendResult.Gone _ -> "refused";
            case SendResult.Failed _ -> "failed";
        };
    }

    /** The next ending asks anew. */
    @Override
    public void turnedAway(String reason) {
        requested.set(false);
    }
}
