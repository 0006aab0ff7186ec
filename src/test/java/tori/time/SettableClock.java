package tori.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A wall and a monotonic clock that move together, and only when told to. Thread-safe. */
public final class SettableClock implements NanoClock, InstantSource {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong elapsedNanos = new AtomicLong();

    /** Moves both clocks on. */
    public void advance(Duration step) {
        elapsedNanos.addAndGet(step.toNanos());
    }

    @Override
    public long nanoTime() {
        return elapsedNanos.get();
    }

    @Override
    public Instant instant() {
        return START.plusNanos(elapsedNanos.get());
    }
}
