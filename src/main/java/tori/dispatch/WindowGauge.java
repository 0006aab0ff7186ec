package tori.dispatch;

import tori.model.Rate;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How much of a limit was used of late, for people to see. Written by the dispatcher, read by
 * anybody; never blocks.
 *
 * <p>One thread writes: first an instant into its place, then, with release, how many were written.
 * Who reads that number, with acquire, sees all instants before it. One that is overwritten
 * meanwhile is newer than the one it took the place of, so that a reading is off by what was
 * completed while it was taken, and no more.
 */
public final class WindowGauge {

    /**
     * A reading.
     *
     * @param completed how many requests were completed within the last {@code per}
     */
    public record Reading(Rate rate, int completed) {}

    private static final class Ring {
        private final Rate rate;
        private final AtomicLongArray instants;
        private volatile long written;

        private Ring(Rate rate) {
            this.rate = rate;
            this.instants = new AtomicLongArray(rate.limit());
        }
    }

    private volatile Ring ring;

    WindowGauge(Rate rate) {
        this.ring = new Ring(rate);
    }

    /** A request was completed. The dispatcher alone; instants come in the order of time. */
    void completed(Rate rate, long completedNanos) {
        Ring current = ring;
        if (!current.rate.equals(rate)) {
            current = new Ring(rate);
            copy(ring, current);
            ring = current;
        }
        append(current, completedNanos);
    }

    private static void append(Ring to, long nanos) {
        long number = to.written;
        to.instants.setOpaque((int) (number % to.instants.length()), nanos);
        to.written = number + 1;
    }

    private static void copy(Ring from, Ring to) {
        long kept = Math.min(from.written, from.instants.length());
        for (long number = from.written - kept; number < from.written; number++) {
            append(to, from.instants.getOpaque((int) (number % from.instants.length())));
        }
    }

    /** How much is used now. Any thread; as long as the limit is large. */
    public Reading read(long nowNanos) {
        Ring current = ring;
        long perNanos = Nanos.of(current.rate.per());
        long written = current.written;
        long oldest = Math.max(0, written - current.instants.length());
        int completed = 0;
        for (long number = written - 1; number >= oldest; number--) {
            long instant = current.instants.getOpaque((int) (number % current.instants.length()));
            if (nowNanos - instant > perNanos) {
                break;
            }
            completed++;
        }
        return new Reading(current.rate, completed);
    }
}
