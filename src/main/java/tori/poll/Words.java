package tori.poll;

import java.time.Duration;

/** Durations as people read them. Any thread. */
final class Words {

    private Words() {}

    /** For example {@code 2h5m}, {@code 3m20s}, {@code 4s}, {@code 250ms}. */
    static String duration(long nanos) {
        Duration duration = Duration.ofNanos(nanos);
        if (duration.toDays() > 0) {
            return duration.toDays() + "d" + duration.toHoursPart() + "h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + "h" + duration.toMinutesPart() + "m";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + "m" + duration.toSecondsPart() + "s";
        }
        return duration.toSeconds() > 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
