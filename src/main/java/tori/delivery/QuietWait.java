package tori.delivery;

import org.jspecify.annotations.Nullable;

import tori.time.QuietHours;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Whether a lane's deliveries wait for the end of quiet hours. Guarded by the lane's lock. */
final class QuietWait {

    /** The wall clock may be set meanwhile. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final InstantSource wall;
    private @Nullable QuietHours hours;
    private QuietHours.@Nullable Phase phase;

    QuietWait(InstantSource wall) {
        this.wall = wall;
    }

    /** These hours from now on; null for none. */
    void configure(@Nullable QuietHours quietHours) {
        hours = quietHours;
        phase = null;
    }

    /** Whether to wait now. */
    boolean isQuiet() {
        if (hours == null) {
            return false;
        }
        Instant now = wall.instant();
        if (phase == null || !phase.covers(now)) {
            phase = hours.at(now);
        }
        return phase.quiet();
    }

    /** How long until it is to be asked again, in nanoseconds, while it is quiet. */
    long overInNanos() {
        if (phase == null) {
            return 0;
        }
        Duration left = Duration.between(wall.instant(), phase.until());
        return Math.max(1, Waits.nanos(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN));
    }
}
