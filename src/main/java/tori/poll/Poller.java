package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.model.EventSink;
import tori.model.MonitorId;
import tori.poll.PollResult.Cause;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * One site × monitor. While parked it belongs to the wheel's thread; while running, to the virtual
 * thread of its {@link Attempt}, which hands it back.
 *
 * <p>Why that is safe without a lock: starting a thread makes all that the wheel wrote visible to
 * it, and putting the poller into the queue of the finished, its last act, makes all that it wrote
 * visible to the wheel, which takes it out. Between the two, neither touches what the other owns.
 * The volatile fields are written by the owner of the moment and read by anybody.
 *
 * <p>There may be a million, and few of them run: it holds what outlasts an attempt, the rest is
 * the attempt's.
 */
final class Poller {

    /** Where a poller is; written and read by the wheel only. */
    enum Phase {
        /** Its predecessor is still running. */
        WAITING,
        /** In the timer wheel. */
        PARKED,
        /** Handed to its virtual thread. */
        RUNNING,
        /** Never to run again. */
        GONE
    }

    /** A monitor may fetch many pages in one poll, each with the timeout of one fetch. */
    private static final int TIMEOUTS_PER_POLL = 10;

    private static final Duration GRACE = Duration.ofSeconds(30);

    final Monitor monitor;

    /** Changed by whoever changes the configuration. */
    private volatile EventSink sink;

    final PollServices services;

    // The wheel's own, also while the poller runs.
    Phase phase = Phase.WAITING;
    long timerId;
    int position;

    /** When it would have polled had it not been woken; null if it was not. */
    private @Nullable Long resumeNanos;

    /** While it runs after it was removed: what then follows. */
    @Nullable Departure departure;

    // Passed back and forth; see above.
    final Timetable timetable;
    private final BlindTerms blind;

    /** Whether it is known that nothing was told that is not over. */
    private boolean seeing;

    /** Set by whoever wants it polled at once, cleared by the wheel: there is one such command. */
    volatile boolean wakeAsked;

    // Written by the owner of the moment, read by anybody.
    private volatile @Nullable Attempt attempt;
    private volatile @Nullable Sight sight;
    private volatile long dueNanos;
    volatile long lagNanos;
    volatile long lastGoodMillis = Long.MIN_VALUE;
    volatile long lastChangeMillis = Long.MIN_VALUE;
    volatile @Nullable String lastResult;
    volatile @Nullable String trouble;

    Poller(PollerSpec spec, PollServices services) {
        this.monitor = spec.monitor();
        this.sink = spec.sink();
        this.services = services;
        this.timetable = new Timetable(spec.cadence());
        this.blind = spec.blind();
    }

    MonitorId id() {
        return monitor.id();
    }

    Cadence cadence() {
        return timetable.cadence();
    }

    /** Any thread: whoever is told of what the monitor finds. */
    EventSink sink() {
        return sink;
    }

    /** Any thread: an attempt that is about to tell something may tell those before. */
    void tell(EventSink others) {
        sink = others;
    }

    long dueNanos() {
        return dueNanos;
    }

    /** By the wheel: the attempt that runs, or has ended and was not taken note of; else null. */
    @Nullable Attempt attempt() {
        return attempt;
    }

    /** By the wheel, before the attempt runs. */
    void launch(Attempt next) {
        phase = Phase.RUNNING;
        attempt = next;
    }

    /** By the wheel: it never runs again. */
    void leave() {
        phase = Phase.GONE;
        attempt = null;
    }

    /** By the wheel, when it parks the poller. */
    void park(long nanos) {
        phase = Phase.PARKED;
        attempt = null;
        dueNanos = nanos;
    }

    /**
     * By the wheel: it is woken now, and would have polled at this time. That stays so: being woken
     * again and again must not put it off.
     */
    void resumeAt(long nanos) {
        if (resumeNanos == null) {
            resumeNanos = nanos;
        }
    }

    /** By the wheel, when an attempt has ended: when the next is due. */
    long nextDue(Attempt ended, long nowNanos, RandomGenerator random) {
        Cause failure = ended.cause;
        Long resume = resumeNanos;
        resumeNanos = null;
        if (failure != null) {
            return timetable.afterFailure(failure, ended.retryAfter, nowNanos, random);
        }
        Duration wanted = ended.wanted;
        if (wanted == null && resume != null && resume - nowNanos > 0) {
            return resume;
        }
        return wanted == null
                ? timetable.afterGood(ended.changed, nowNanos, random)
                : timetable.afterGood(nowNanos, wanted.toNanos());
    }

    /** How long one attempt may run before something must be wrong with it. */
    long boundNanos() {
        return cadence().timeout().multipliedBy(TIMEOUTS_PER_POLL).plus(GRACE).toNanos();
    }

    /** By the attempt that runs: it begins. */
    void beginSight() {
        Sight mine = sight;
        if (mine != null) {
            mine.begin(timetable.isRetrying());
        }
    }

    /** By the attempt that runs: there was a usable answer; returns what to tell of it, or null. */
    Sight.@Nullable Told answered() {
        Sight mine = sight;
        if (mine == null) {
            if (seeing) {
                return null;
            }
            mine = new Sight(id(), blind, services, false);
        }
        Sight.Told told = mine.answered();
        // Most never fail, and need nothing that keeps count of it.
        seeing = mine.isAtRest();
        sight = seeing ? null : mine;
        return told;
    }

    /** By the attempt that runs: there was none; returns what to tell of it, or null. */
    Sight.@Nullable Told failed(PollResult.Failed failed, boolean last, long startNanos) {
        Sight mine = sight;
        if (mine == null) {
            mine = new Sight(id(), blind, services, seeing);
            sight = mine;
        }
        return mine.failed(failed, last, startNanos, instant(lastGoodMillis));
    }

    /** Any thread. */
    PollStatus status() {
        Instant nextDue =
                services.wall().instant().plusNanos(dueNanos - services.clock().nanoTime());
        Sight mine = sight;
        Attempt now = attempt;
        return new PollStatus(
                id(),
                instant(lastGoodMillis),
                instant(lastChangeMillis),
                lastResult,
                trouble,
                mine == null ? 0 : mine.failures(),
                mine == null ? null : mine.open(),
                nextDue,
                Duration.ofNanos(lagNanos),
                now != null && now.isRunning());
    }

    private static @Nullable Instant instant(long millis) {
        return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
    }
}
