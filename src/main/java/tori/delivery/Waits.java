package tori.delivery;

import java.time.Duration;
import java.time.Instant;

/** Arithmetic of waiting. Any thread. */
final class Waits {

    /** A clock that was set wrong shall not end in an overflow. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private Waits() {}

    /** From one time to another, in nanoseconds, at most a year. */
    static long between(Instant from, Instant to) {
        return nanos(Duration.between(from, to));
    }

    /** In nanoseconds, at most a year. */
    static long nanos(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : wait.toNanos();
    }
}
