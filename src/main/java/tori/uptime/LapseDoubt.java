package tori.uptime;

import org.jspecify.annotations.Nullable;

import tori.incident.CheckResult;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.incident.CheckResult.Unknown;
import tori.model.DurationWords;
import tori.time.Lapse;

import java.time.Duration;
import java.time.Instant;

/**
 * Does not blame others for what comes of time not going on as usual: an answer that came while
 * tori stood still looks like none, a machine that wakes up has no network for some seconds, and a
 * certificate looks expired to a clock that is wrong. Stateless, any thread.
 */
final class LapseDoubt {

    /** What a network needs at most to be there again after a machine slept. */
    static final Duration SETTLING = Duration.ofSeconds(30);

    /** A clock that is so wrong by mistake is put right soon. */
    static final Duration CLOCK_SETTLING = Duration.ofMinutes(10);

    /** What a clock must be set by for the dates of certificates to be doubted. */
    static final Duration CLOCK_STEP = Duration.ofHours(1);

    private LapseDoubt() {}

    /**
     * What may be concluded from a check.
     *
     * @param begunNanos when it began, by the monotonic clock
     * @param lapse the last one, as known when it had ended; null if there was none
     */
    static CheckResult judge(CheckResult result, long begunNanos, @Nullable Lapse lapse) {
        if (lapse == null) {
            return result;
        }
        return switch (result) {
            // How long it took is not how long the answer took.
            case Passed passed ->
                    lapse.endedNanos() - begunNanos > 0 ? new Passed(Duration.ZERO) : passed;
            case Failed failed -> judge(failed, begunNanos, lapse);
            case Unknown unknown -> unknown;
        };
    }

    private static CheckResult judge(Failed failed, long begunNanos, Lapse lapse) {
        long sinceNanos = begunNanos - lapse.endedNanos();
        boolean settling = lapse.stoodStill() && sinceNanos < settling(lapse).toNanos();
        boolean clockSettling =
                lapse.shift().abs().compareTo(CLOCK_STEP) >= 0
                        && sinceNanos < CLOCK_SETTLING.toNanos();
        boolean doubted =
                switch (failed.cause()) {
                    case DNS, CONNECT, TIMEOUT, LATENCY -> settling;
                    case TLS -> settling || clockSettling;
                    case STATUS, CONTENT, MISSED, FORBIDDEN -> false;
                };
        return doubted
                ? new Unknown(words(settling, lapse) + " (" + failed.detail() + ")")
                : failed;
    }

    /** A short stop needs no long rest: nobody may be kept from being down by stopping tori. */
    private static Duration settling(Lapse lapse) {
        return lapse.lasted().compareTo(SETTLING) < 0 ? lapse.lasted() : SETTLING;
    }

    private static String words(boolean settling, Lapse lapse) {
        return settling
                ? "tori itself stood still for " + words(lapse.lasted())
                : "the clock of this machine was set by " + words(lapse.shift().abs());
    }

    private static String words(Duration duration) {
        return DurationWords.between(Instant.EPOCH, Instant.EPOCH.plus(duration));
    }
}
