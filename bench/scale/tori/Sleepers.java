package tori;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * The other way to wait: a virtual thread for each monitor that sleeps from one due instant to the
 * next and does nothing else. Thread-safe.
 */
final class Sleepers {

    private static final long HIGHEST_NANOS = Duration.ofMinutes(10).toNanos();

    private final long intervalNanos;
    private final Recorder lags = new Recorder(1_000, HIGHEST_NANOS, 3);

    /** Times that one of them woke up. */
    final LongAdder wakes = new LongAdder();

    Sleepers(Duration interval) {
        this.intervalNanos = interval.toNanos();
    }

    /** Starts so many, spread evenly over an interval; they sleep for ever. */
    void start(int count) {
        for (int i = 0; i < count; i++) {
            long due = System.nanoTime() + ThreadLocalRandom.current().nextLong(intervalNanos);
            Thread.ofVirtual().name("sleeper").start(() -> sleep(due));
        }
    }

    private void sleep(long first) {
        try {
            for (long due = first; ; due += intervalNanos) {
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                lags.recordValue(Math.clamp(System.nanoTime() - due, 0, HIGHEST_NANOS));
                wakes.increment();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From the instant one was to wake up until it ran, since the last call. */
    Histogram takeLags() {
        return lags.getIntervalHistogram();
    }
}
