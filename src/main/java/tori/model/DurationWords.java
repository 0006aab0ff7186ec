package tori.model;

import java.time.Duration;
import java.time.Instant;

/** Durations as people say them. Stateless, any thread. */
public final class DurationWords {

    private DurationWords() {}

    /**
     * The time between two moments in its two largest units, such as {@code 2 d 3 h}, {@code 3 m 12
     * s} or {@code 4 s}; {@code 0 s} where the first is not the earlier.
     */
    public static String between(Instant from, Instant to) {
        Duration lasted = Duration.between(from, to);
        if (lasted.isNegative()) {
            return "0 s";
        }
        if (lasted.toDays() > 0) {
            return two(lasted.toDays(), "d", lasted.toHoursPart(), "h");
        }
        if (lasted.toHours() > 0) {
            return two(lasted.toHours(), "h", lasted.toMinutesPart(), "m");
        }
        return lasted.toMinutes() > 0
                ? two(lasted.toMinutes(), "m", lasted.toSecondsPart(), "s")
                : lasted.toSeconds() + " s";
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        String words = large + " " + largeUnit;
        return small == 0 ? words : words + " " + small + " " + smallUnit;
    }
}
