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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;

/**
 * One attempt of a poller, run once by its virtual thread: looks, tells, records, and hands the
 * poller back to the wheel. Who may touch what, and when, says {@link Poller}.
 */
final class Attempt implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private final Poller poller;
    private final PollServices services;
    private final Queue<Poller> finished;
    private final LongAdder attempts;

    // The wheel's own, also while it runs.
    long overdueNanos;
    boolean suspect;
    boolean woken;
    @Nullable Thread thread;

    // For the wheel once it has ended; what it is told should that be in a way nobody thought of.
    @Nullable Cause cause = Cause.INTERNAL;
    @Nullable Duration retryAfter;
    boolean changed;
    @Nullable Duration wanted;

    private long offeredNanos;
    private volatile boolean running;
    private volatile boolean cancelled;

    /**
     * @param finished where the poller is put when it is done
     * @param attempts counts those of all pollers
     */
    Attempt(Poller poller, Queue<Poller> finished, LongAdder attempts) {
        this.poller = poller;
        this.services = poller.services;
        this.finished = finished;
        this.attempts = attempts;
    }

    private MonitorId id() {
        return poller.id();
    }

    /** Any thread. */
    boolean isRunning() {
        return running;
    }

    /** By the wheel: whatever it still finds counts, how it ends does not. */
    void cancel() {
        cancelled = true;
    }

    @Override
    public void run() {
        running = true;
        try {
            attempt();
        } catch (Exception e) {
            services.meters().loopFailed("poller");
            log.error("{}: a poll could not be accounted for", id(), e);
        } catch (Error e) {
            services.meters().loopFailed("poller");
            String words = "the Java machine itself failed: " + e;
            poller.trouble = words;
            poller.lastResult = "internal";
            log.error("{}: {}", id(), words, e);
            throw e;
        } finally {
            running = false;
            finished.add(poller);
        }
    }

    private void attempt() {
        long startNanos = services.clock().nanoTime();
        attempts.increment();
        poller.beginSight();
        long lagNanos = Math.max(0, startNanos - poller.dueNanos());
        poller.lagNanos = lagNanos;
        services.meters().lagged(id(), lagNanos);
        JfrPoll jfr = Flight.poll();
        PollResult result = look();
        Outlook outlook = result instanceof Failed ? Outlook.REGULAR : poller.monitor.outlook();
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

    private PollResult look() {
        try {
            if (poller.sink().owes() && !services.store().hasRoomForOwed()) {
                return new Failed(
                        Cause.STORE,
                        "the store takes nothing: the site is not looked at while alerts that must"
                                + " arrive cannot be written down");
            }
            return poller.monitor.poll();
        } catch (FetchException e) {
            return new Failed(e.kind(), String.valueOf(e.getMessage()), e.retryAfter());
        } catch (InterruptedException e) {
            return new Failed(Cause.TIMEOUT, "the poll took far too long and was interrupted");
        } catch (IOException e) {
            return Thread.currentThread().isInterrupted()
                    ? new Failed(Cause.TIMEOUT, "the poll took far too long and was interrupted")
                    : new Failed(Cause.CONNECTION, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            // Libraries in Kotlin throw checked exceptions that they do not declare.
            return bug(e);
        }
    }

    private Failed bug(Exception e) {
        services.meters().loopFailed("poller");
        String words = "a bug in tori: " + e;
        if (words.equals(poller.trouble)) {
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
        EventSink told = poller.sink();
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
                if (!name.equals(poller.lastResult)) {
                    log.info("{}: not believed until seen again: {}", id(), doubted.reason());
                }
                answered();
            }
            case Failed failed -> failed(failed, startNanos, endNanos);
        }
        poller.lastResult = name;
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
            poller.lastChangeMillis = services.wall().millis();
        }
    }

    /**
     * @param found what does not work of what it looks at
     */
    private void good(@Nullable String found) {
        if (found == null) {
            poller.lastGoodMillis = services.wall().millis();
        }
        answered();
        poller.trouble = found;
    }

    private void answered() {
        cause = null;
        poller.trouble = null;
        tell(poller.answered());
    }

    private void failed(Failed failed, long startNanos, long endNanos) {
        cause = failed.cause();
        retryAfter = failed.retryAfter();
        poller.trouble = failed.detail();
        boolean last = poller.timetable.isLast(failed.cause(), failed.retryAfter(), endNanos);
        tell(poller.failed(failed, last, startNanos));
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
