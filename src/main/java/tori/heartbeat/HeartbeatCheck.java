package tori.heartbeat;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.incident.CheckResult.Unknown;
import tori.incident.Deadline;
import tori.model.DurationWords;
import tori.model.MonitorId;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.time.Lapse;
import tori.time.Lapses;
import tori.time.NanoClock;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks whether pushes come as often as they should. Pushes come from any thread; checks are made
 * by the virtual thread of the monitor.
 *
 * <p>Time is measured by the monotonic clock, so that a clock that is set makes nothing late; only
 * what a restart finds is measured by the other one. A push may have been missed because tori was
 * not there to take it: for a while after a start, or after the process stood still, nothing counts
 * as missed that was due meanwhile.
 */
public final class HeartbeatCheck implements Deadline {

    /** How long pushes that were refused because tori was down have to be repeated. */
    static final Duration GRACE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatCheck.class);

    private static final long KEY = 1;
    private static final String FINGERPRINT = "heartbeat";

    private final MonitorId id;
    private final Duration expectEvery;
    private final StateStore store;
    private final NanoClock clock;
    private final InstantSource wall;
    private final Lapses lapses;
    private final ReentrantLock lock = new ReentrantLock();

    /** What is known now; null before the first look or push. */
    private @Nullable Beat last;

    private long lastNanos;

    /** Nothing is missed before this. */
    private long graceNanos;

    /** How long the last check's result holds. Read and written by whoever polls. */
    private Duration untilNext = Duration.ZERO;

    /**
     * @param expectEvery the longest time from one push to the next; positive
     * @param store remembers the last push
     * @param lapses whether time goes on as usual
     */
    public HeartbeatCheck(
            MonitorId id,
            Duration expectEvery,
            StateStore store,
            NanoClock clock,
            InstantSource wall,
            Lapses lapses) {
        if (expectEvery.isNegative() || expectEvery.isZero()) {
            throw new IllegalArgumentException("needs a positive expectEvery");
        }
        this.id = id;
        this.expectEvery = expectEvery;
        this.store = store;
        this.clock = clock;
        this.wall = wall;
        this.lapses = lapses;
        this.graceNanos = clock.nanoTime();
    }

    /**
     * A push came. Does not block for a disk.
     *
     * @param well whether it says that all is well
     * @param words what it says beside that; may be empty
     */
    public void beat(boolean well, String words) {
        lock.lock();
        try {
            lastNanos = clock.nanoTime();
            graceNanos = lastNanos;
            keep(new Beat(wall.instant(), true, well, words, false));
        } finally {
            lock.unlock();
        }
    }

    private void keep(Beat beat) {
        last = beat;
        store.record(
                place(),
                new StateChange(FINGERPRINT, true, Map.of(KEY, beat.encode()), Set.of()),
                List.of(),
                List.of());
    }

    /** Where it is remembered: names of monitors have no slash. */
    private MonitorId place() {
        return new MonitorId(id.site(), id.monitor() + "/heartbeat");
    }

    @Override
    public CheckResult check() throws IOException, InterruptedException {
        Beat stored = isKnown() ? null : load();
        Lapse lapse = lapses.last();
        lock.lock();
        try {
            if (last == null) {
                begin(stored);
            }
            return judge(last == null ? waiting() : last, lapse, clock.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private boolean isKnown() {
        lock.lock();
        try {
            return last != null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Beat load() throws IOException, InterruptedException {
        Map<Long, byte[]> entries = store.load(place(), FINGERPRINT);
        byte[] written = entries == null ? null : entries.get(KEY);
        if (written == null) {
            return null;
        }
        try {
            return Beat.decode(written);
        } catch (IOException e) {
            LOG.warn("{}: when the last push came is damaged; it is waited for anew", id);
            return null;
        }
    }

    private void begin(@Nullable Beat stored) {
        long now = clock.nanoTime();
        if (stored == null) {
            lastNanos = now;
            keep(waiting());
            return;
        }
        last = stored;
        Duration age = Duration.between(stored.at(), wall.instant());
        if (stored.missed() && age.isNegative()) {
            // It stays missed though the clock was set back meanwhile.
            age = expectEvery;
        }
        lastNanos = now - (age.isNegative() ? 0 : Math.min(age.toNanos(), Long.MAX_VALUE / 4));
        // What was missed while tori was there needs no second chance.
        graceNanos = stored.missed() ? now : now + grace().toNanos();
    }

    private Duration grace() {
        return expectEvery.compareTo(GRACE) < 0 ? expectEvery : GRACE;
    }

    /** When what was due at this moment may be called missed. */
    private long graceNanos(long dueNanos, @Nullable Lapse lapse) {
        if (lapse == null || !lapse.stoodStill() || dueNanos - lapse.beganNanos() <= 0) {
            return graceNanos;
        }
        long rested = lapse.endedNanos() + grace().toNanos();
        return rested - graceNanos > 0 ? rested : graceNanos;
    }

    private Beat waiting() {
        return new Beat(wall.instant(), false, true, "", false);
    }

    private CheckResult judge(Beat beat, @Nullable Lapse lapse, long nowNanos) {
        long dueNanos = lastNanos + expectEvery.toNanos();
        if (dueNanos - nowNanos > 0) {
            untilNext = Duration.ofNanos(dueNanos - nowNanos);
            return inTime(beat);
        }
        long graceLeftNanos = graceNanos(dueNanos, lapse) - nowNanos;
        if (graceLeftNanos > 0) {
            untilNext = Duration.ofNanos(graceLeftNanos);
            return new Unknown("a push was due while tori was not there to take it");
        }
        untilNext = expectEvery;
        if (!beat.missed()) {
            keep(beat.missedNext());
        }
        Instant now = wall.instant();
        Duration age = Duration.ofNanos(nowNanos - lastNanos);
        String lasted = DurationWords.between(now.minus(age), now);
        return new Failed(
                CheckCause.MISSED,
                beat.pushed()
                        ? "no push for " + lasted
                        : "no push since it was set up " + lasted + " ago",
                null);
    }

    private static CheckResult inTime(Beat beat) {
        if (!beat.pushed()) {
            return new Unknown("no push has come yet");
        }
        if (beat.well()) {
            return new Passed(Duration.ZERO);
        }
        return new Failed(
                CheckCause.CONTENT,
                beat.words().isEmpty()
                        ? "a push said that something failed"
                        : "a push said that something failed: " + beat.words(),
                null);
    }

    @Override
    public Duration untilNext() {
        return untilNext;
    }
}
