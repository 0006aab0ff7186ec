package tori;

import tori.time.NanoClock;
import tori.warc.RecordedPoll;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The time at which something was recorded: for everybody that at which the poll was over, for the
 * monitor what it was told then. Used by one thread.
 */
final class ReplayClock implements NanoClock, InstantSource {

    private final Instant start;
    private final Queue<Instant> readings = new ArrayDeque<>();
    private final Queue<Duration> ticks = new ArrayDeque<>();
    private Instant began;
    private Instant ended;

    /**
     * @param start where both clocks begin
     */
    ReplayClock(Instant start) {
        this.start = start;
        this.began = start;
        this.ended = start;
    }

    /** It is the time of this poll now. */
    void set(RecordedPoll poll) {
        began = poll.started();
        ended = poll.ended();
        readings.clear();
        readings.addAll(poll.readings());
        ticks.clear();
        ticks.addAll(poll.ticks());
    }

    @Override
    public long nanoTime() {
        return nanos(ended);
    }

    @Override
    public Instant instant() {
        return ended;
    }

    /** What the monitor was told, one reading after the other. */
    Instant nextInstant() {
        Instant reading = readings.poll();
        return reading == null ? ended : reading;
    }

    /** The same of the monotonic clock. */
    long nextNanoTime() {
        Duration tick = ticks.poll();
        return nanos(tick == null ? ended : began.plus(tick));
    }

    private long nanos(Instant time) {
        return Duration.between(start, time).toNanos();
    }
}
