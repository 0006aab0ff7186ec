package tori.incident;

import org.jspecify.annotations.Nullable;

import tori.model.Condition;
import tori.model.Incident;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How one monitor stands: all that the next step depends on. Immutable.
 *
 * @param condition as it is shown
 * @param since since when it is
 * @param failures how many checks in a row failed; none are counted in maintenance
 * @param successes how many checks in a row passed
 * @param failingSince when the first of the failures in a row was seen; null if there are none
 * @param open the incident; null if there is none
 * @param sequence how many events were raised about incidents so far
 */
public record Standing(
        Condition condition,
        Instant since,
        int failures,
        int successes,
        @Nullable Instant failingSince,
        @Nullable Incident open,
        long sequence) {

    public Standing {
        since = since.truncatedTo(ChronoUnit.MILLIS);
        failingSince = failingSince == null ? null : failingSince.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Of a monitor that was never looked at. */
    public static Standing unknown(Instant now) {
        return new Standing(Condition.UNKNOWN, now, 0, 0, null, null, 0);
    }

    /** Whether it has to be remembered that it stands so and not as before: counters need not. */
    boolean differs(Standing before) {
        return condition != before.condition
                || sequence != before.sequence
                || !isSame(open, before.open);
    }

    /** What is said of a failure may be another each time, such as how long an answer took. */
    private static boolean isSame(@Nullable Incident one, @Nullable Incident other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.failing(one.cause(), "").equals(other.failing(other.cause(), ""));
    }
}
