package tori.check;

import org.jspecify.annotations.Nullable;

import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What several conditions come down to, and the one that all kinds of check have; any thread. */
final class Conditions {

    private static final int MAX_SHOWN = 80;

    private Conditions() {}

    /** Passed if all did; else the cause of the first that did not, and what is wrong in all. */
    static CheckResult result(List<Condition> conditions, Duration latency) {
        List<Condition> failed = conditions.stream().filter(each -> !each.passed()).toList();
        if (failed.isEmpty()) {
            return new Passed(latency);
        }
        // What is no JSON fails every condition on it for the same reason.
        String wrong =
                failed.stream().map(Condition::wrong).distinct().collect(Collectors.joining("; "));
        return new Failed(failed.getFirst().cause(), wrong, latency);
    }

    /**
     * Whether it was fast enough; null if any time is.
     *
     * @param what that took the time
     */
    static @Nullable Condition latency(String what, Duration took, @Nullable Duration allowed) {
        if (allowed == null) {
            return null;
        }
        String expected = "takes at most " + words(allowed);
        return took.compareTo(allowed) <= 0
                ? Condition.passed(CheckCause.LATENCY, expected)
                : Condition.failed(
                        CheckCause.LATENCY,
                        expected,
                        what + " took " + words(took) + ", longer than " + words(allowed));
    }

    /** Whole milliseconds; those are what people compare. */
    static String words(Duration duration) {
        return duration.toMillis() + " ms";
    }

    /** What somebody else wrote, in quotes: one line, not long. */
    static String quoted(String text) {
        int shownPoints = Math.min(MAX_SHOWN, text.codePointCount(0, text.length()));
        int end = text.offsetByCodePoints(0, shownPoints);
        String shown = text.substring(0, end).replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        return "\"" + shown + (end < text.length() ? "…" : "") + "\"";
    }
}
