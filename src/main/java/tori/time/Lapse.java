package tori.time;

import java.time.Duration;

/**
 * A moment at which time did not go on as usual: the process stood still, as it was stopped or its
 * machine slept or had no time for it, or the wall clock was set. Immutable; any thread.
 *
 * @param beganNanos when all was as usual for the last time, by the monotonic clock
 * @param endedNanos when it was noticed, by the same clock, which may stand still while a machine
 *     sleeps
 * @param lasted how long the process may have stood still: by the clock that went further, as a
 *     wall clock that is set forward looks like a machine that slept; zero where only the wall
 *     clock was set back
 * @param shift by how much the wall clock went further than the monotonic one; negative where it
 *     was set back
 */
public record Lapse(long beganNanos, long endedNanos, Duration lasted, Duration shift) {

    /** Whether the process may have stood still. */
    public boolean stoodStill() {
        return lasted.isPositive();
    }
}
