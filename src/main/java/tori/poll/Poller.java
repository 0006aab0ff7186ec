package tori.poll;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Event;
import tori.model.EventSink;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.model.Sample;
import tori.model.Sample.Outcome;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Doubted;
import tori.poll.PollResult.Failed;
import tori.poll.PollResult.Observed;
import tori.poll.PollResult.Unchanged;
import tori.telemetry.Flight;
import tori.telemetry.JfrPoll;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * One site × monitor. While parked it belongs to the wheel's thread; while running, to its virtual
 * thread, which makes one attempt and hands it back.
 *
 * <p>Why that is safe without a lock: starting a thread makes all that the wheel wrote visible to
 * it, and putting the poller into the queue of the finished, its last act, makes all that it wrote
 * visible to the wheel, which takes it out. Between the two, neither touches what the other owns.
 * The volatile fields are written by the owner of the moment and read by anybody.
 */
final class Poller implements Runnable {

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

    private static final Logger log = LoggerFactory.getLogger(Poller.class);

    /** A monitor may fetch many pages in one poll, each with the timeout of one fetch. */
    private static final int TIMEOUTS_PER_POLL = 10;

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Monitor monitor;

    /** Changed by whoever changes the configuration. */
    private volatile EventSink sink;

    private final PollServices services;
    private final Queue<Poller> finished;
    private final LongAdder attempts;

    // The wheel's own, also while the poller runs.
    Phase phase = Phase.WAITING;
    long timerId;
    int position;
    long overdueNanos;
    boolean suspect;
    boolean woken;
    private boolean resumes;
    private long resumeNanos;
    @Nullable Thread thread;
    @Nullable Poller successor;

    // Passed back and forth; see above.
    final Timetable timetable;
    private final Sight sight;
    private @Nullable Cause cause;
    private @Nullable Duration retryAfter;
    private boolean changed;
    private @Nullable Duration wanted;

    /** The running attempt's own. */
    private long offeredNanos;

    /** Set by whoever wants it polled at once, cleared by the wheel: there is one such command. */
    volatile boolean wakeAsked;

    /** Completed by the wheel once it never runs again; null if nobody waits for that. */
    volatile @Nullable CompletableFuture<Void> gone;

    // Written by the owner of the moment, read by anybody.
    private volatile long dueNanos;
    private volatile long lagNanos;
    private volatile long lastGoodMillis = Long.MIN_VALUE;
    private volatile long lastChangeMillis = Long.MIN_VALUE;
    private volatile boolean running;
    private volatile boolean cancelled;
    private volatile @Nullable String lastResult;
    private volatile @Nullable String trouble;

    /**
     * @param finished where it puts itself when it is done
     * @param attempts counts those of all pollers
     */
    Poller(PollerSpec spec, PollServices services, Queue<Poller> finished, LongAdder attempts) {
        this.attempts = attempts;
        this.monitor = spec.monitor();
        this.sink = spec.sink();
        this.services = services;
        this.finished = finished;
        this.timetable = new Timetable(spec.cadence());
        this.sight = new Sight(spec.id(), spec.blind(), services);
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

    /** By the wheel: it never runs again. */
    void leave() {
        phase = Phase.GONE;
        CompletableFuture<Void> told = gone;
        if (told != null) {
            told.complete(null);
        }
    }

    /** By the wheel, before it parks the poller. */
    void due(long nanos) {
        dueNanos = nanos;
    }

    /**
     * By the wheel: it is woken now, and would have polled at this time. That stays so: being woken
     * again and again must not put it off.
     */
    void resumeAt(long nanos) {
        if (!resumes) {
            resumes = true;
            resumeNanos = nanos;
        }
    }

    /** By the wheel: whatever a running attempt still finds counts, how it ends does not. */
    void cancel() {
        cancelled = true;
    }

    /** By the wheel, when the attempt has ended: when the next is due. */
    long nextDue(long nowNanos, RandomGenerator random) {
        Cause failure = cause;
        boolean early = resumes && resumeNanos - nowNanos > 0;
        resumes = false;
        if (failure != null) {
            return timetable.afterFailure(failure, retryAfter, nowNanos, random);
        }
        if (wanted == null && early) {
            return resumeNanos;
        }
        return wanted == null
                ? timetable.afterGood(changed, nowNanos, random)
                : timetable.afterGood(nowNanos, wanted.toNanos());
    }

    /** How long one attempt may run before something must be wrong with it. */
    long boundNanos() {
        return cadence().timeout().multipliedBy(TIMEOUTS_PER_POLL).plus(GRACE).toNanos();
    }

    /** Any thread. */
    PollStatus status() {
        Instant nextDue =
                services.wall().instant().plusNanos(dueNanos - services.clock().nanoTime());
        return new PollStatus(
                id(),
                instant(lastGoodMillis),
                instant(lastChangeMillis),
                lastResult,
                trouble,
                sight.failures(),
                sight.open(),
                nextDue,
                Duration.ofNanos(lagNanos),
                running);
    }

    private static @Nullable Instant instant(long millis) {
        return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
    }

    /** One attempt, on the virtual thread. */
    @Override
    public void run() {
        // What the wheel is told should this end in a way nobody thought of.
        cause = Cause.INTERNAL;
        retryAfter = null;
        changed = false;
        wanted = null;
        running = true;
        try {
            attempt();
        } catch (RuntimeException e) {
            services.meters().loopFailed("poller");
            log.error("{}: a poll could not be accounted for", id(), e);
        } catch (Error e) {
            services.meters().loopFailed("poller");
            trouble = "the Java machine itself failed: " + e;
            lastResult = "internal";
            log.error("{}: {}", id(), trouble, e);
            throw e;
        } finally {
            running = false;
            finished.add(this);
        }
    }

    private void attempt() {
        long startNanos = services.clock().nanoTime();
        attempts.increment();
        sight.begin(timetable.isRetrying());
        lagNanos = Math.max(0, startNanos - dueNanos);
        services.meters().lagged(id(), lagNanos);
        JfrPoll jfr = Flight.mayBeRecorded() ? begun() : null;
        PollResult result = look();
        Outlook outlook = result instanceof Failed ? Outlook.REGULAR : monitor.outlook();
        String name = outlook.result() == null ? nameOf(result) : outlook.result();
        if (jfr != null) {
            jfr.end();
        }
        if (result instanceof Observed observed) {
            deliver(id(), observed);
            noteChange(observed);
            if (jfr != null && !observed.events().isEmpty()) {
                jfr.detectToOfferNanos = offeredNanos - observed.events().getFirst().seenNanos();
            }
        }
        if (jfr != null && jfr.shouldCommit()) {
            jfr.monitor = id().toString();
            jfr.result = name;
            jfr.lagNanos = lagNanos;
            jfr.commit();
        }
        if (!cancelled) {
            account(result, name, startNanos, outlook);
        }
    }

    private static JfrPoll begun() {
        JfrPoll jfr = new JfrPoll();
        jfr.begin();
        return jfr;
    }

    private PollResult look() {
        try {
            if (sink.owes() && !services.store().hasRoomForOwed()) {
                return new Failed(
                        Cause.STORE,
                        "the store takes nothing: the site is not looked at while alerts that must"
                                + " arrive cannot be written down");
            }
            return monitor.poll();
        } catch (FetchException e) {
            return new Failed(e.kind(), String.valueOf(e.getMessage()), e.retryAfter());
        } catch (InterruptedException e) {
            return new Failed(Cause.TIMEOUT, "the poll took far too long and was interrupted");
        } catch (IOException e) {
            return Thread.currentThread().isInterrupted()
                    ? new Failed(Cause.TIMEOUT, "the poll took far too long and was interrupted")
                    : new Failed(Cause.CONNECTION, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return bug(e);
        }
    }

    private Failed bug(RuntimeException e) {
        services.meters().loopFailed("poller");
        String words = "a bug in tori: " + e;
        if (words.equals(trouble)) {
            log.debug("{}: {}", id(), words, e);
        } else {
            log.error("{}: {}", id(), words, e);
        }
        return new Failed(Cause.INTERNAL, words);
    }

    /**
     * Alerts first: they do not wait for a disk.
     *
     * @param place under which name the change is remembered
     */
    private void deliver(MonitorId place, Observed observed) {
        for (Event event : observed.events()) {
            services.meters().raised(event.type());
        }
        EventSink told = sink;
        List<Owed> owed = told.owed(observed.events());
        try {
            told.acceptAll(observed.events());
            if (!observed.endings().isEmpty()) {
                told.ended(observed.endings());
            }
        } catch (RuntimeException e) {
            services.meters().loopFailed("poller");
            log.error("{}: events were not taken over", id(), e);
        }
        offeredNanos = services.clock().nanoTime();
        try {
            services.store().record(place, observed.change(), observed.events(), owed);
        } catch (RuntimeException e) {
            services.meters().loopFailed("poller");
            log.error("{}: what was seen could not be recorded", id(), e);
        }
    }

    private void account(PollResult result, String name, long startNanos, Outlook outlook) {
        long endNanos = services.clock().nanoTime();
        services.meters().polled(id(), name, endNanos - startNanos);
        if (result instanceof Failed || outlook.up() != null) {
            services.meters()
                    .up(id(), !(result instanceof Failed) && Boolean.TRUE.equals(outlook.up()));
        }
        Sample given = outlook.sample();
        services.samples()
                .sampled(id(), given == null ? sample(result, endNanos - startNanos) : given);
        wanted = outlook.next();
        switch (result) {
            case Observed observed -> {
                changed = !observed.events().isEmpty();
                good(outlook.trouble());
            }
            case Unchanged _ -> good(outlook.trouble());
            case Doubted doubted -> {
                if (!name.equals(lastResult)) {
                    log.info("{}: not believed until seen again: {}", id(), doubted.reason());
                }
                answered();
            }
            case Failed failed -> failed(failed, startNanos, endNanos);
        }
        lastResult = name;
    }

    /** Of a poll that is no check of its own: it took what all its pages took. */
    private Sample sample(PollResult result, long durationNanos) {
        long now = services.wall().millis();
        return switch (result) {
            case Observed _, Unchanged _, Doubted _ ->
                    new Sample(now, Outcome.UP, durationNanos / 1_000);
            case Failed failed -> new Sample(now, outcome(failed.cause()), Sample.NO_LATENCY);
        };
    }

    private static Outcome outcome(Cause cause) {
        return switch (cause) {
            case STORE, INTERNAL -> Outcome.UNKNOWN;
            case UNAUTHORISED,
                    FORBIDDEN,
                    CHALLENGE,
                    NOT_FOUND,
                    MOVED,
                    RATE_LIMITED,
                    BLOCKED,
                    SERVER_ERROR,
                    UNEXPECTED_STATUS,
                    NOT_JSON,
                    TOO_LARGE,
                    REDIRECTED,
                    TIMEOUT,
                    DNS,
                    CONNECTION,
                    PROXY,
                    TLS ->
                    Outcome.FAILED;
        };
    }

    private void noteChange(Observed observed) {
        if (!observed.events().isEmpty() || observed.change().isOfTheSite()) {
            lastChangeMillis = services.wall().millis();
        }
    }

    /**
     * @param found what does not work of what it looks at
     */
    private void good(@Nullable String found) {
        if (found == null) {
            lastGoodMillis = services.wall().millis();
        }
        answered();
        trouble = found;
    }

    private void answered() {
        cause = null;
        trouble = null;
        tell(sight.answered());
    }

    private void failed(Failed failed, long startNanos, long endNanos) {
        cause = failed.cause();
        retryAfter = failed.retryAfter();
        trouble = failed.detail();
        boolean last = timetable.isLast(failed.cause(), failed.retryAfter(), endNanos);
        tell(sight.failed(failed, last, startNanos, instant(lastGoodMillis)));
    }

    private void tell(Sight.@Nullable Told told) {
        if (told != null) {
            deliver(told.place(), new Observed(List.of(told.event()), told.change()));
        }
    }

    private static String nameOf(PollResult result) {
        return switch (result) {
            case Observed _ -> "ok";
            case Unchanged _ -> "unchanged";
            case Doubted _ -> "doubted";
            case Failed failed -> Sight.word(failed.cause());
        };
    }
}
