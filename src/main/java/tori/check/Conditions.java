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

    /** Text may have a stray byte in it; where one in ten is, it is none. */
    private static final int MAX_ODD_SHARE = 10;

    /** What stands for bytes that are no letter. */
    private static final int REPLACEMENT = 0xfffd;

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

    /** The same of what may be no text at all, which is of no use to people. */
    static String excerpt(String text) {
        String start = text.substring(0, Math.min(MAX_SHOWN, text.length()));
        long odd = start.chars().filter(Conditions::isOdd).count();
        return odd * MAX_ODD_SHARE > start.length() ? "bytes that are no text" : quoted(text);
    }

    private static boolean isOdd(int letter) {
        return letter == REPLACEMENT || (Character.isISOControl(letter) && !isBlank(letter));
    }

    private static boolean isBlank(int letter) {
        return letter == '\r' || letter == '\n' || letter == '\t';
    }
}
