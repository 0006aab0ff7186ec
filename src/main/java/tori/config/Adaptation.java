package tori.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/** Checks how {@code adaptive} and {@code interval} go together; stateless, any thread. */
final class Adaptation {

    private Adaptation() {}

    /**
     * A monitor's interval.
     *
     * @param line where it is written; 0 if it is not
     */
    record Interval(Duration length, int line) {

        static Interval of(@Nullable Located<Duration> written) {
            return written == null
                    ? new Interval(InheritedKeys.INTERVAL.fallback(), 0)
                    : new Interval(written.value(), written.place().line());
        }

        /** In words. */
        @Override
        public String toString() {
            String text = DurationText.format(length);
            return line == 0
                    ? "the interval, " + text
                    : "the interval in line " + line + ", " + text;
        }
    }

    /**
     * How a monitor's interval follows what it finds; null if it does not, or a problem was
     * reported.
     *
     * @param least the shortest interval that the site may be polled at
     */
    static @Nullable AdaptiveConfig resolve(
            @Nullable Located<Optional<Values>> written,
            Interval interval,
            Duration least,
            Report report) {
        if (written == null || written.value().isEmpty()) {
            return null;
        }
        Values values = written.value().get();
        Located<Duration> fastest = values.find(AdaptiveKeys.FASTEST);
        Located<Duration> slowest = values.find(AdaptiveKeys.SLOWEST);
        if (fastest == null && slowest == null) {
            if (!values.mentions(AdaptiveKeys.FASTEST) && !values.mentions(AdaptiveKeys.SLOWEST)) {
                report.problem(
                        written.place(),
                        "changes nothing; give 'fastest', 'slowest' or both, or write"
                                + " 'adaptive: off'");
            }
            return null;
        }
        boolean good = checkFastest(fastest, interval, least, report);
        good &= checkSlowest(slowest, interval, report);
        good &= checkSpans(values, report);
        return good
                ? new AdaptiveConfig(
                        fastest == null ? interval.length() : fastest.value(),
                        values.getOrDefault(AdaptiveKeys.FAST_FOR),
                        slowest == null ? interval.length() : slowest.value(),
                        values.getOrDefault(AdaptiveKeys.SLOW_AFTER))
                : null;
    }

    private static boolean checkFastest(
            @Nullable Located<Duration> fastest, Interval interval, Duration least, Report report) {
        if (fastest == null) {
            return true;
        }
        if (fastest.value().compareTo(least) < 0) {
            report.problem(
                    fastest.place(),
                    "is too short for a real store, which would block us; give at least "
                            + DurationText.format(least));
            return false;
        }
        if (fastest.value().compareTo(interval.length()) > 0) {
            report.problem(
                    fastest.place(),
                    "is longer than "
                            + interval
                            + "; give a shorter one, or write 'adaptive: off' where it does not"
                            + " fit");
            return false;
        }
        return true;
    }

    private static boolean checkSlowest(
            @Nullable Located<Duration> slowest, Interval interval, Report report) {
        if (slowest == null || slowest.value().compareTo(interval.length()) >= 0) {
            return true;
        }
        report.problem(
                slowest.place(),
                "is shorter than "
                        + interval
                        + "; give a longer one, or write 'adaptive: off' where it does not fit");
        return false;
    }

    private static boolean checkSpans(Values values, Report report) {
        Duration fastFor = values.getOrDefault(AdaptiveKeys.FAST_FOR);
        Duration slowAfter = values.getOrDefault(AdaptiveKeys.SLOW_AFTER);
        if (slowAfter.compareTo(fastFor) >= 0) {
            return true;
        }
        Located<Duration> culprit = values.find(AdaptiveKeys.SLOW_AFTER);
        culprit = culprit == null ? values.find(AdaptiveKeys.FAST_FOR) : culprit;
        report.problem(
                culprit == null ? values.place() : culprit.place(),
                "it would be slow after "
                        + DurationText.format(slowAfter)
                        + " while it is still fast for "
                        + DurationText.format(fastFor)
                        + "; give 'slow_after' at least 'fast_for'");
        return false;
    }
}
