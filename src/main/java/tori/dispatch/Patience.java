package tori.dispatch;

import tori.time.NanoClock;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * For how long somebody who finds no work looks for it before falling asleep. {@link #woken} is for
 * any thread, all else for the sleeper.
 *
 * <p>To fall asleep and to be woken takes a system call on either side. In the middle of a burst
 * the next work is so near that a sleeper which looks for it takes less of the processor, and has
 * it earlier. So once work came that soon after the sleeper had fallen asleep, it looks as long
 * before it sleeps again. Where it looks in vain it falls asleep at once from then on, until work
 * comes that soon once more: with greater pauses, being patient costs two readings of the clock.
 */
final class Patience {

    /** A bound of its own, for clocks that stand still. */
    private static final int MAX_LOOKS = 1_000;

    private final NanoClock clock;
    private final long nanos;

    /** Whether the work before came within that. */
    private boolean soon;

    private long asleepNanos;

    /** Written before the sleeper is told that it is woken, and read after. */
    private long wokenNanos;

    /**
     * @param soon how soon work must come for sleep not to pay; zero if the sleeper is always to
     *     fall asleep at once
     */
    Patience(NanoClock clock, Duration soon) {
        this.clock = clock;
        this.nanos = soon.toNanos();
    }

    /**
     * Looks for work, if it is likely to come.
     *
     * @param idle whether there is none
     * @return whether there is work
     */
    boolean finds(BooleanSupplier idle) {
        if (!soon) {
            return false;
        }
        long begunNanos = clock.nanoTime();
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            if (!idle.getAsBoolean()) {
                return true;
            }
            if (clock.nanoTime() - begunNanos >= nanos) {
                return false;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** The sleeper is about to fall asleep. */
    void fallsAsleep() {
        asleepNanos = clock.nanoTime();
    }

    /** There is work for the sleeper, whom nobody has woken yet. */
    void woken() {
        wokenNanos = clock.nanoTime();
    }

    /**
     * The sleeper is awake again.
     *
     * @param woken whether somebody has woken it
     */
    void wakes(boolean woken) {
        soon = woken && wokenNanos - asleepNanos < nanos;
    }
}
