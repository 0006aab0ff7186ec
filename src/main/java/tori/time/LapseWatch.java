package tori.time;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Notices that this process stood still or that the wall clock was set: looks at both clocks twice
 * a second on the platform thread {@code tori-lapses}, which no crowd of virtual threads holds up,
 * and once more whenever somebody asks, so that who wakes up first learns of it too. Thread-safe.
 */
public final class LapseWatch implements Lapses, Runnable {

    /** Longer than a busy machine keeps a thread waiting. */
    static final Duration LEAST = Duration.ofSeconds(2);

    private static final long NAP_NANOS = Duration.ofMillis(500).toNanos();

    private final NanoClock clock;
    private final InstantSource wall;
    private final Sleeper sleeper;
    private final Thread thread;

    // Guarded by this.
    private long seenNanos;
    private long seenMillis;
    private @Nullable Lapse last;

    public LapseWatch(NanoClock clock, InstantSource wall, Sleeper sleeper) {
        this.clock = clock;
        this.wall = wall;
        this.sleeper = sleeper;
        this.seenNanos = clock.nanoTime();
        this.seenMillis = wall.millis();
        this.thread = Thread.ofPlatform().name("tori-lapses").daemon().unstarted(this);
    }

    /** Begins to look at the clocks. To be called once. */
    public void start() {
        thread.start();
    }

    /** Looks at them no more by itself. */
    public void end() {
        thread.interrupt();
    }

    @Override
    public void run() {
        try {
            while (true) {
                sleeper.sleep(NAP_NANOS);
                var _ = last();
            }
        } catch (InterruptedException e) {
            // tori stops.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized @Nullable Lapse last() {
        long nanos = clock.nanoTime();
        long millis = wall.millis();
        Duration ran = Duration.ofNanos(nanos - seenNanos);
        Duration wallRan = Duration.ofMillis(millis - seenMillis);
        Duration shift = wallRan.minus(ran);
        Duration longer = shift.isPositive() ? wallRan : ran;
        boolean stoodStill = longer.compareTo(LEAST) >= 0;
        if (stoodStill || shift.abs().compareTo(LEAST) >= 0) {
            last = new Lapse(seenNanos, nanos, stoodStill ? longer : Duration.ZERO, shift);
        }
        seenNanos = nanos;
        seenMillis = millis;
        return last;
    }
}
