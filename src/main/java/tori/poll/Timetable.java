package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.time.Jitter;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When one monitor polls next. Regular polls lie on a grid, one interval apart and each spread by
 * jitter around its grid point, so that neither slow polls nor jitter make the rate drift; grid
 * points that have passed are skipped. Retries fill the time up to the next regular poll and never
 * go beyond it. A site that says "too many" stretches the interval, a good answer relaxes it again.
 * The interval itself may follow what is found, see {@link Pace}.
 *
 * <p>Run by the wheel's thread, or by the poller's while that runs. All times are readings of one
 * monotonic clock.
 */
final class Timetable {

    /** The longest a site may have itself left alone: it might ask for a year by mistake. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    /** Being throttled stretches an interval no further than this, or than it was anyway. */
    private static final Duration MAX_STRETCHED = Duration.ofMinutes(15);

    /** At most this many doublings: 16 times the interval. */
    private static final int MAX_THROTTLE_LEVEL = 4;

    private final Cadence cadence;

    /** The grid point of the next regular poll, or of the one that runs. */
    private long gridNanos;

    /** The grid point spread by jitter. */
    private long regularNanos;

    /** Failed attempts since the last regular poll was due. */
    private int failedAttempts;

    private int throttleLevel;

    /** Null where the interval is always the same. */
    private @Nullable Pace pace;

    Timetable(Cadence cadence) {
        this.cadence = cadence;
    }

    Cadence cadence() {
        return cadence;
    }

    /**
     * Places the grid and returns when the first poll is due.
     *
     * @param offsetNanos the grid's place within the interval, counted from now
     * @param earlyNanos the first poll need not wait longer than this, wherever the grid lies
     */
    long first(long nowNanos, long offsetNanos, long earlyNanos) {
        long interval = cadence.interval().toNanos();
        Tempo tempo = cadence.tempo();
        pace = tempo == null ? null : new Pace(tempo, interval, nowNanos);
        gridNanos = nowNanos + offsetNanos;
        if (earlyNanos >= offsetNanos) {
            return gridNanos;
        }
        // The early poll stands for the grid point before the first, unless that is long gone.
        if (offsetNanos - earlyNanos >= interval / 2) {
            gridNanos -= interval;
        }
        return nowNanos + earlyNanos;
    }

    /** Whether the attempt that is due belongs to the poll of the one before, which failed. */
    boolean isRetrying() {
        return failedAttempts > 0;
    }

    /**
     * Whether an attempt that fails like this is the last of its poll, whatever chance makes of the
     * waits. Where that is open, the next one shows it by {@link #isRetrying}.
     */
    boolean isLast(PollResult.Cause cause, @Nullable Duration retryAfter, long nowNanos) {
        int failed = failedAttempts + 1;
        if (failed >= cadence.maxAttempts() || !mayRetry(cause, retryAfter)) {
            return true;
        }
        if (isUnwelcome(cause) && pace != null) {
            // Which interval follows from a refusal is not known before it is taken into account.
            return false;
        }
        long earliest = cadence.retry().leastWaitNanos(failed);
        boolean advances = failed == 1 || regularNanos - nowNanos <= 0;
        long latest = advances ? latestRegularNanos(cause, nowNanos) : regularNanos - nowNanos;
        long pause = retryAfter == null ? 0 : retryAfter.toNanos();
        return earliest >= latest || pause >= latest;
    }

    /** How far away the regular poll may be at most that {@link #advance} comes to. */
    private long latestRegularNanos(PollResult.Cause cause, long nowNanos) {
        long interval = stretchedNanos(isUnwelcome(cause) ? throttleLevel + 1 : throttleLevel);
        long spread = (long) Math.ceil(interval * cadence.jitter());
        return nextGridNanos(nowNanos, interval) - nowNanos + spread;
    }

    /**
     * When to poll next after a usable answer.
     *
     * @param changed whether it told of a change
     */
    long afterGood(boolean changed, long nowNanos, RandomGenerator random) {
        boolean wasRetry = failedAttempts > 0;
        failedAttempts = 0;
        throttleLevel = Math.max(0, throttleLevel - 1);
        boolean sooner = followed(changed, nowNanos);
        if (sooner && gridNanos - nowNanos > 0) {
            // The grid has gone ahead of this poll, at the longer interval.
            gridNanos = nowNanos;
        }
        if (sooner || !wasRetry || regularNanos - nowNanos <= 0) {
            advance(nowNanos, random);
        }
        return regularNanos;
    }

    /** Lets the interval follow; says whether it has become shorter. */
    private boolean followed(boolean changed, long nowNanos) {
        Pace mine = pace;
        if (mine == null) {
            return false;
        }
        if (changed) {
            return mine.changed(nowNanos);
        }
        mine.quiet(nowNanos);
        return false;
    }

    /**
     * When to poll next after a usable answer that is to be followed by a poll off the grid, which
     * stays where it is.
     */
    long afterGood(long nowNanos, long waitNanos) {
        failedAttempts = 0;
        throttleLevel = Math.max(0, throttleLevel - 1);
        return nowNanos + waitNanos;
    }

    /** When to poll next after none. */
    long afterFailure(
            PollResult.Cause cause,
            @Nullable Duration retryAfter,
            long nowNanos,
            RandomGenerator random) {
        failedAttempts++;
        if (isUnwelcome(cause)) {
            throttleLevel = Math.min(throttleLevel + 1, MAX_THROTTLE_LEVEL);
            if (pace != null) {
                pace.refused();
            }
        }
        if (failedAttempts == 1 || regularNanos - nowNanos <= 0) {
            advance(nowNanos, random);
        }
        long notBefore = nowNanos + pauseNanos(retryAfter, random);
        long regular = Math.max(regularNanos - notBefore, 0) + notBefore;
        if (failedAttempts < cadence.maxAttempts() && mayRetry(cause, retryAfter)) {
            long backoff = nowNanos + cadence.retry().waitNanos(failedAttempts, random);
            long retry = Math.max(backoff - notBefore, 0) + notBefore;
            if (retry - regular < 0) {
                return retry;
            }
        }
        failedAttempts = 0;
        return regular;
    }

    /** Whether the site has had enough of us: asking as often as before makes it worse. */
    private static boolean isUnwelcome(PollResult.Cause cause) {
        return switch (cause) {
            case RATE_LIMITED, BLOCKED, CHALLENGE -> true;
            case UNAUTHORISED,
                    FORBIDDEN,
                    NOT_FOUND,
                    MOVED,
                    SERVER_ERROR,
                    UNEXPECTED_STATUS,
                    NOT_JSON,
                    TOO_LARGE,
                    REDIRECTED,
                    TIMEOUT,
                    DNS,
                    CONNECTION,
                    PROXY,
                    TLS,
                    STORE,
                    INTERNAL ->
                    false;
        };
    }

    /** Moves on to the first grid point after now. */
    private void advance(long nowNanos, RandomGenerator random) {
        long interval = stretchedNanos(throttleLevel);
        gridNanos = nextGridNanos(nowNanos, interval);
        long spread = gridNanos - interval + Jitter.spread(interval, cadence.jitter(), random);
        regularNanos = Math.max(spread - nowNanos, 0) + nowNanos;
    }

    private long nextGridNanos(long nowNanos, long interval) {
        long missed = Math.max(0, Math.floorDiv(nowNanos - gridNanos, interval));
        return gridNanos + (missed + 1) * interval;
    }

    private long stretchedNanos(int wanted) {
        int level = Math.min(wanted, MAX_THROTTLE_LEVEL);
        Pace mine = pace;
        long interval = mine == null ? cadence.interval().toNanos() : mine.intervalNanos();
        long bound = Math.max(interval, MAX_STRETCHED.toNanos());
        return interval > bound >> level ? bound : interval << level;
    }

    /** Spread upwards only: never earlier than asked, and not everybody at the same moment. */
    private long pauseNanos(@Nullable Duration retryAfter, RandomGenerator random) {
        if (retryAfter == null || retryAfter.isNegative()) {
            return 0;
        }
        Duration bounded = retryAfter.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : retryAfter;
        return (long) (bounded.toNanos() * (1 + cadence.jitter() * random.nextDouble()));
    }

    /** Whether another attempt soon may help and does no harm. */
    private static boolean mayRetry(PollResult.Cause cause, @Nullable Duration retryAfter) {
        return switch (cause) {
            case SERVER_ERROR, TIMEOUT, DNS, CONNECTION, PROXY -> true;
            case RATE_LIMITED, BLOCKED -> retryAfter != null;
            case UNAUTHORISED,
                    FORBIDDEN,
                    CHALLENGE,
                    NOT_FOUND,
                    MOVED,
                    UNEXPECTED_STATUS,
                    NOT_JSON,
                    TOO_LARGE,
                    REDIRECTED,
                    TLS,
                    STORE,
                    INTERNAL ->
                    false;
        };
    }
}
