package tori;

import tori.time.NanoClock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;

/** The time at which something was recorded. Used by one thread. */
final class ReplayClock implements NanoClock, InstantSource {

    private final Instant start;
    private final Queue<Instant> readings = new ArrayDeque<>();
    private Instant now;

    /**
     * @param start where both clocks begin
     */
    ReplayClock(Instant start) {
        this.start = start;
        this.now = start;
    }

    /**
     * It is this time now.
     *
     * @param readings what whoever asks is told first, in this order
     */
    void set(Instant time, Collection<Instant> readings) {
        now = time;
        this.readings.clear();
        this.readings.addAll(readings);
    }

    @Override
    public long nanoTime() {
        return Duration.between(start, now).toNanos();
    }

    @Override
    public Instant instant() {
        Instant reading = readings.poll();
        return reading == null ? now : reading;
    }
}
