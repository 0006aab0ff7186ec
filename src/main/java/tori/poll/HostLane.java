package tori.poll;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The permits of one host, when its next fetch may start, and whether it is a slow one. Fetches
 * pass in the order in which they came. Thread-safe.
 */
final class HostLane extends GateLane {

    /** A fetch that holds its connection for no longer is paid for by one turn. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Whatever hangs costs this much, eight seconds; it shall come to its turn all the same. */
    static final int MAX_TURNS = 16;

    /** Two seconds: who takes longer must leave some of its address's connections to others. */
    private static final int SLOW_TURNS = 5;

    /** Longer than most intervals, or every poll of a store that hangs would come as a surprise. */
    private static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Semaphore permits;
    private final long gapNanos;
    private long nextStartNanos;
    private long penaltyUntilNanos;
    private long slowUntilNanos;
    private volatile int turns = 1;

    HostLane(GateLimits.Lane limits, long nowNanos) {
        this.permits = new Semaphore(limits.connections(), true);
        this.gapNanos = limits.gap().toNanos();
        this.nextStartNanos = nowNanos;
        this.penaltyUntilNanos = nowNanos;
        this.slowUntilNanos = nowNanos;
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

    /** Whether there is a least time between two starts. */
    boolean isSpaced() {
        return gapNanos > 0;
    }

    /** Lets nothing start before then. */
    synchronized void penalise(long untilNanos) {
        penaltyUntilNanos = Math.max(untilNanos - penaltyUntilNanos, 0) + penaltyUntilNanos;
    }

    /** How much longer nothing may start because the site said so; 0 if it may. */
    synchronized long penaltyNanos(long nowNanos) {
        return Math.max(penaltyUntilNanos - nowNanos, 0);
    }

    /** Takes into account for how long a fetch had its connection. */
    synchronized void held(long nanos, long nowNanos) {
        turns = (int) Math.min(1 + nanos / TURN_NANOS, MAX_TURNS);
        slowUntilNanos = isSlow() ? nowNanos + REMEMBERED_NANOS : nowNanos;
    }

    /** What one fetch costs at its address, by the last one: 1 to {@value #MAX_TURNS} turns. */
    int turns() {
        return turns;
    }

    /** Whether its last fetch took long. */
    boolean isSlow() {
        return turns >= SLOW_TURNS;
    }

    @Override
    synchronized boolean idle(long nowNanos) {
        return users == 0
                && nextStartNanos - nowNanos <= 0
                && penaltyUntilNanos - nowNanos <= 0
                && slowUntilNanos - nowNanos <= 0;
    }
}
