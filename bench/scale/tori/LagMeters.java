package tori;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

import tori.model.EventType;
import tori.model.MonitorId;
import tori.telemetry.Meters;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Hands everything on to the daemon's meters and keeps the lag and length of every poll beside, for
 * an interval of its own and to three digits. Thread-safe.
 */
final class LagMeters implements Meters {

    private static final long HIGHEST_NANOS = Duration.ofMinutes(10).toNanos();

    private final Meters meters;
    private final Recorder lags = new Recorder(1_000, HIGHEST_NANOS, 3);
    private final Recorder durations = new Recorder(1_000, HIGHEST_NANOS, 3);

    /** Polls that ended with a usable answer. */
    final LongAdder good = new LongAdder();

    /** Polls that did not, and exceptions that loops caught. */
    final LongAdder bad = new LongAdder();

    LagMeters(Meters meters) {
        this.meters = meters;
    }

    /** From the instant a poll was scheduled for until it began, since the last call. */
    Histogram takeLags() {
        return lags.getIntervalHistogram();
    }

    /** From the beginning of a poll to its end, since the last call. */
    Histogram takeDurations() {
        return durations.getIntervalHistogram();
    }

    @Override
    public void lagged(MonitorId monitor, long lagNanos) {
        lags.recordValue(Math.min(lagNanos, HIGHEST_NANOS));
        meters.lagged(monitor, lagNanos);
    }

    @Override
    public void polled(MonitorId monitor, String result, long durationNanos) {
        durations.recordValue(Math.min(durationNanos, HIGHEST_NANOS));
        meters.polled(monitor, result, durationNanos);
    }

    @Override
    public void up(MonitorId monitor, boolean up) {
        (up ? good : bad).increment();
        meters.up(monitor, up);
    }

    @Override
    public void loopFailed(String loop) {
        bad.increment();
        meters.loopFailed(loop);
    }

    @Override
    public void page(String shortcut) {
        meters.page(shortcut);
    }

    @Override
    public void forget(MonitorId monitor) {
        meters.forget(monitor);
    }

    @Override
    public void raised(EventType type) {
        meters.raised(type);
    }

    @Override
    public void evicted(String destination) {
        meters.evicted(destination);
    }

    @Override
    public void expired(String destination) {
        meters.expired(destination);
    }

    @Override
    public void cancelled(String destination) {
        meters.cancelled(destination);
    }

    @Override
    public void delivered(String destination, String result, int events) {
        meters.delivered(destination, result, events);
    }

    @Override
    public void edited(String destination, String result) {
        meters.edited(destination, result);
    }

    @Override
    public void detectToSend(String destination, long nanos) {
        meters.detectToSend(destination, nanos);
    }

    @Override
    public void queueDepth(String destination, IntSupplier depth) {
        meters.queueDepth(destination, depth);
    }

    @Override
    public void outbox(String state, LongSupplier count) {
        meters.outbox(state, count);
    }

    @Override
    public void digested(String destination, String what, long events) {
        meters.digested(destination, what, events);
    }

    @Override
    public void held(String destination, IntSupplier count) {
        meters.held(destination, count);
    }

    @Override
    public void forgetDestination(String destination) {
        meters.forgetDestination(destination);
    }

    @Override
    public void storeLost(int rows) {
        meters.storeLost(rows);
    }

    @Override
    public void reloaded(boolean successful) {
        meters.reloaded(successful);
    }
}
