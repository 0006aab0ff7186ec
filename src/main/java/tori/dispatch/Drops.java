package tori.dispatch;

import tori.model.Event;
import tori.telemetry.Meters;

import java.time.Duration;

/**
 * Counts what a lane drops, and says when people can be told: once nothing has been dropped for a
 * while, and not more often than every few minutes. Thread-confined to the dispatcher.
 */
final class Drops implements Losses {

    /** A storm pauses for a moment and goes on; after so long it is over. */
    static final long CALM_NANOS = Duration.ofSeconds(10).toNanos();

    /** One message in so long is no burden, however often it storms. */
    static final long BETWEEN_NANOS = Duration.ofMinutes(5).toNanos();

    private final String destination;
    private final Meters meters;
    private final FateLog fates;
    private long evicted;
    private long expired;

    /** How many there were when it was last looked, and when the last of them had come. */
    private long noticed;

    private long lastNanos;
    private boolean told;
    private long toldNanos;

    Drops(String destination, Meters meters, FateLog fates) {
        this.destination = destination;
        this.meters = meters;
        this.fates = fates;
    }

    @Override
    public void evicted(Event event) {
        meters.evicted(destination);
        fates.note(event, destination, Fate.EVICTED, 0, null);
        evicted++;
    }

    @Override
    public void expired(Event event) {
        meters.expired(destination);
        fates.note(event, destination, Fate.EXPIRED, 0, null);
        expired++;
    }

    /** What its opposite has overtaken is no news any more: nobody needs to be told. */
    @Override
    public void cancelled(Event event, Event by) {
        meters.cancelled(destination);
        fates.cancelled(event, destination, by);
    }

    /** So many made room before they came here; they are on the meters already. */
    void evictedBefore(long events) {
        evicted += events;
    }

    /**
     * How long until people can be told; {@link SlidingWindow#NEVER} if there is nothing. To be
     * asked soon after something was dropped: a storm counts as going on until then.
     */
    long nanosUntilDue(long nowNanos) {
        long events = evicted + expired;
        if (events == 0) {
            return SlidingWindow.NEVER;
        }
        if (events != noticed) {
            noticed = events;
            lastNanos = nowNanos;
        }
        long wait = CALM_NANOS - (nowNanos - lastNanos);
        if (told) {
            wait = Math.max(wait, BETWEEN_NANOS - (nowNanos - toldNanos));
        }
        return Math.max(0, wait);
    }

    /** What to tell; it counts as told now. */
    LaneSurroundings.Dropped take(long nowNanos) {
        LaneSurroundings.Dropped dropped =
                new LaneSurroundings.Dropped(destination, evicted, expired);
        forget();
        told = true;
        toldNanos = nowNanos;
        return dropped;
    }

    /** There is nobody to tell. */
    void forget() {
        evicted = 0;
        expired = 0;
        noticed = 0;
    }
}
