package tori.poll;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Blindness;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Whether one monitor has usable answers: says in the log when that ends and begins, and makes the
 * two events of an outage. Belongs to the poller and is run by its virtual thread; anybody may ask
 * for {@link #open} and {@link #failures}.
 *
 * <p>There is one pair of events for an outage, whatever happens between them. What is open is read
 * once, before anything is told, so that a restart or a change of the configuration goes on with
 * it; each event is recorded together with the change it makes, so that a crash leaves both or
 * neither. While the disk takes nothing, neither is made: the outage goes on as it was told last.
 */
final class Sight {

    /**
     * An event, and what is to be remembered together with it.
     *
     * @param place under which name it is remembered
     */
    record Told(MonitorId place, Event event, StateChange change) {}

    private static final Logger log = LoggerFactory.getLogger(Sight.class);

    private final MonitorId id;
    private final BlindTerms terms;
    private final PollServices services;

    private SightState state = SightState.SEEING;
    private boolean loaded;
    private boolean complained;

    // Of the failures in a row that end now or go on.
    private Instant since = Instant.EPOCH;
    private long sinceNanos;
    private String lastCause = "";
    private int polls;

    /** Whether the last attempt failed and its poll may not be over. */
    private boolean unfinished;

    private volatile int failures;
    private volatile @Nullable Blindness open;

    /**
     * @param seeing whether it is known that nothing was ever told; else that is looked up
     */
    Sight(MonitorId id, BlindTerms terms, PollServices services, boolean seeing) {
        this.id = id;
        this.terms = terms;
        this.services = services;
        this.loaded = seeing && terms.openAfter() > 0;
    }

    /**
     * Whether it holds nothing that is to be remembered: nothing fails, and nothing was ever told.
     * One that is made anew then goes on just so.
     */
    boolean isAtRest() {
        boolean known = loaded || terms.openAfter() == 0;
        return known && failures == 0 && !unfinished && state.equals(SightState.SEEING);
    }

    /** Any thread: what was told and is not over; null while it sees. */
    @Nullable Blindness open() {
        return open;
    }

    /** Any thread: how many attempts in a row have failed. */
    int failures() {
        return failures;
    }

    /**
     * An attempt begins.
     *
     * @param retry whether it belongs to the poll of the one before
     */
    void begin(boolean retry) {
        if (!retry) {
            polls += unfinished ? 1 : 0;
            unfinished = false;
        }
    }

    /** There was a usable answer; returns what to tell of it, or null. */
    @Nullable Told answered() {
        int failed = failures;
        if (failed > 0) {
            log.info(
                    "{}: answers again, after {} and {} failed attempts",
                    id,
                    Words.duration(services.clock().nanoTime() - sinceNanos),
                    failed);
        }
        int missed = polls;
        failures = 0;
        polls = 0;
        unfinished = false;
        if (!isKnown()) {
            return null;
        }
        Blindness told = state.open();
        return told == null || !services.store().hasRoomForOwed() ? null : over(told, missed);
    }

    /**
     * There was none; returns what to tell of it, or null.
     *
     * @param last whether no further attempt of the same poll can follow
     * @param startNanos when the attempt began
     * @param lastGood when there was a usable answer; null if that is not known
     */
    @Nullable Told failed(
            Failed failed, boolean last, long startNanos, @Nullable Instant lastGood) {
        int before = failures;
        if (before == 0) {
            since = now();
            sinceNanos = startNanos;
        }
        tell(failed, before);
        failures = before + 1;
        polls += last ? 1 : 0;
        unfinished = !last;
        boolean blind =
                isKnown()
                        && state.open() == null
                        && polls >= terms.openAfter()
                        && services.store().hasRoomForOwed();
        return blind ? begun(failed, lastGood) : null;
    }

    /** Says a state once in words, not every failed attempt. */
    private void tell(Failed failed, int before) {
        String cause = word(failed.cause());
        if (failed.cause() == Cause.INTERNAL) {
            log.debug("{}: no usable answer: {}", id, failed.detail());
        } else if (before == 0) {
            log.warn("{}: no usable answer: {}", id, failed.detail());
        } else if (!cause.equals(lastCause)) {
            log.warn("{}: still no usable answer, now: {}", id, failed.detail());
        } else {
            log.debug("{}: still no usable answer: {}", id, failed.detail());
        }
        lastCause = cause;
    }

    /** The cause as it is counted and told. */
    static String word(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is known what was told before; looks if it is not. */
    private boolean isKnown() {
        if (loaded || terms.openAfter() == 0) {
            return loaded;
        }
        try {
            state = SightState.load(services.store(), id);
            open = state.open();
            loaded = true;
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                log.warn("{}: whether it was blind cannot be read: {}", id, e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return loaded;
    }

    private Told begun(Failed failed, @Nullable Instant lastGood) {
        String detail = failed.detail();
        Blindness blindness =
                new Blindness(
                        SightState.entity(id),
                        state.sequence() + 1,
                        word(failed.cause()),
                        detail.length() <= SightState.MAX_DETAIL
                                ? detail
                                : detail.substring(0, SightState.MAX_DETAIL) + "…",
                        since,
                        polls,
                        lastGood,
                        null);
        log.warn("{}: is blind after {} failed polls", id, polls);
        return told(EventType.MONITOR_BLIND, blindness, blindness);
    }

    /**
     * It is over.
     *
     * @param missed the polls that failed, as far as this process knows
     */
    private Told over(Blindness told, int missed) {
        long millis = Math.max(0, Duration.between(told.since(), now()).toMillis());
        Blindness blindness =
                new Blindness(
                        told.entity(),
                        state.sequence() + 1,
                        told.cause(),
                        told.detail(),
                        told.since(),
                        Math.max(told.polls(), missed),
                        told.lastGood(),
                        Duration.ofMillis(millis));
        return told(EventType.MONITOR_RECOVERED, blindness, null);
    }

    private Told told(EventType type, Blindness data, @Nullable Blindness opened) {
        state = new SightState(data.sequence(), opened);
        open = opened;
        Event event =
                new Event(
                        terms.ids().get(),
                        id,
                        type,
                        id.monitor(),
                        services.wall().instant(),
                        services.clock().nanoTime(),
                        data);
        return new Told(SightState.place(id), event, state.change());
    }

    private Instant now() {
        return services.wall().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
