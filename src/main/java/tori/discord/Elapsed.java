package tori.discord;

import java.time.Duration;

/** Says durations as people do, in their two largest units. Stateless; any thread. */
final class Elapsed {

    private Elapsed() {}

    /** Such as {@code 38 ms}, {@code 4.2 s}, {@code 3 m 12 s}; empty for less than nothing. */
    static String words(Duration duration) {
        if (duration.isNegative()) {
            return "";
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
            return duration.toSeconds() + "." + duration.toMillisPart() / 100 + " s";
        }
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return duration.toSeconds() + " s";
        }
        if (duration.compareTo(Duration.ofHours(1)) < 0) {
            return two(duration.toMinutes(), "m", duration.toSecondsPart(), "s");
        }
        return duration.compareTo(Duration.ofDays(1)) < 0
                ? two(duration.toHours(), "h", duration.toMinutesPart(), "m")
                : two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        String words = large + " " + largeUnit;
        return small == 0 ? words : words + " " + small + " " + smallUnit;
    }
}
