package tori.dispatch;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets one thread sleep until there is work, without missing any. {@link #sleep} is called by the
 * sleeper only, {@link #wake} by any thread after it has made its work visible.
 *
 * <p>The sleeper announces that it will sleep, then looks for work a last time; a waker makes its
 * work visible, then looks for the announcement. The announcement is volatile, and the work must be
 * made visible and looked for by volatile accesses or stronger: those have one order for all
 * threads, in which either the sleeper finds the work or the waker finds the sleeper. A thread that
 * is awake costs a waker one read, therefore, and no fence.
 *
 * <p>Before that the sleeper may look for work that comes too soon for sleep to pay; see {@link
 * Patience}.
 */
final class Wakeup {

    private final Patience patience;
    private volatile boolean asleep;
    private volatile @Nullable Thread sleeper;

    /** One whose sleeper falls asleep at once. */
    Wakeup() {
        this(new Patience(() -> 0, Duration.ZERO));
    }

    Wakeup(Patience patience) {
        this.patience = patience;
    }

    /** Wakes the sleeper if it sleeps or is about to. */
    void wake() {
        if (asleep) {
            patience.woken();
            asleep = false;
            LockSupport.unpark(sleeper);
        }
    }

    /**
     * Sleeps for at most {@code nanos}, or not at all if there is work. May return early, or as
     * much later as {@link Patience} looks.
     *
     * @param idle whether there is no work; reads it by volatile accesses
     */
    void sleep(long nanos, BooleanSupplier idle) {
        if (nanos <= 0 || patience.finds(idle)) {
            return;
        }
        sleeper = Thread.currentThread();
        patience.fallsAsleep();
        asleep = true;
        if (idle.getAsBoolean()) {
            LockSupport.parkNanos(this, nanos);
        }
        patience.wakes(!asleep);
        asleep = false;
    }
}
