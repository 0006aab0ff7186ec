package tori.poll;

import java.util.concurrent.Semaphore;

/**
 * The permits of one host or one address, and when its next fetch may start. Fetches pass in the
 * order in which they came. Thread-safe; {@code users} is guarded by the map that holds the lane.
 */
final class GateLane {

    private final Semaphore permits;
    private final long gapNanos;

    /** Those who hold the lane or wait for it; it stays in its map as long as there are any. */
    int users;

    private long nextStartNanos;
    private long penaltyUntilNanos;

    GateLane(GateLimits.Lane limits, long nowNanos) {
        this.permits = new Semaphore(limits.connections(), true);
        this.gapNanos = limits.gap().toNanos();
        this.nextStartNanos = nowNanos;
        this.penaltyUntilNanos = nowNanos;
    }

    Semaphore permits() {
        return permits;
    }

    /**
     * Takes the next free moment to start, unless that lies beyond the deadline.
     *
     * @return how long to wait for it, in nanoseconds; negative if it lies beyond the deadline, and
     *     nothing is taken
     */
    synchronized long reserveStart(long nowNanos, long deadlineNanos) {
        long start = Math.max(nextStartNanos - nowNanos, 0) + nowNanos;
        start = Math.max(penaltyUntilNanos - start, 0) + start;
        if (start - deadlineNanos > 0) {
            return -1;
        }
        nextStartNanos = start + gapNanos;
        return start - nowNanos;
    }

    /** Lets nothing start before then. */
    synchronized void penalise(long untilNanos) {
        penaltyUntilNanos = Math.max(untilNanos - penaltyUntilNanos, 0) + penaltyUntilNanos;
    }

    /** How much longer nothing may start because the site said so; 0 if it may. */
    synchronized long penaltyNanos(long nowNanos) {
        return Math.max(penaltyUntilNanos - nowNanos, 0);
    }

    /** Whether nothing needs to be remembered of it. */
    synchronized boolean idle(long nowNanos) {
        return users == 0 && nextStartNanos - nowNanos <= 0 && penaltyUntilNanos - nowNanos <= 0;
    }
}
