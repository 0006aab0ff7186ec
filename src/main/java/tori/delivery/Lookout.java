package tori.delivery;

import tori.time.NanoClock;

import java.time.Duration;

/**
 * Remembers when the outbox's thread will look at a lane by itself, so that it is woken exactly
 * where that would be too late. Guarded by the lane's lock.
 */
final class Lookout {

    /** The clock is read more than once on the way; nobody notices a millisecond. */
    private static final long CLOSE_ENOUGH_NANOS = Duration.ofMillis(1).toNanos();

    private final NanoClock clock;
    private boolean looks;
    private long atNanos;

    Lookout(NanoClock clock) {
        this.clock = clock;
    }

    /** The thread will look in so many nanoseconds; returns them. */
    long promise(long dueNanos) {
        looks = dueNanos < Health.NEVER_NANOS;
        atNanos = clock.nanoTime() + dueNanos;
        return dueNanos;
    }

    /** Whether the thread must be woken to look in so many nanoseconds, which is said once. */
    boolean isTooLateFor(long dueNanos) {
        if (dueNanos >= Health.NEVER_NANOS) {
            return false;
        }
        long wantedNanos = clock.nanoTime() + dueNanos;
        if (looks && wantedNanos - atNanos >= -CLOSE_ENOUGH_NANOS) {
            return false;
        }
        promise(dueNanos);
        return true;
    }
}
