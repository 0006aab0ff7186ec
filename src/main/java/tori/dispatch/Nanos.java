package tori.dispatch;

import java.time.Duration;

/** Durations as nanoseconds that are safe to add to and subtract from clock readings. */
final class Nanos {

    /** About 73 years: far beyond every real wait, and no sum of two of them overflows. */
    static final long MAX = Long.MAX_VALUE / 4;

    private Nanos() {}

    /** The duration in nanoseconds, 0 if it is negative and {@link #MAX} if it is longer. */
    static long of(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.compareTo(Duration.ofNanos(MAX)) > 0 ? MAX : duration.toNanos();
    }
}
