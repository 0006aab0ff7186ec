package tori.dispatch;

import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the freshest lanes need from outside.
 *
 * @param clock the clock by which events were {@code seenNanos}
 * @param wall says when quiet hours begin and end
 * @param random spreads waits after failures; used by the dispatcher thread only
 * @param meters counts what happens to events
 * @param fates is told what becomes of each
 */
public record LaneServices(
        NanoClock clock, InstantSource wall, RandomGenerator random, Meters meters, FateLog fates) {

    /** What lanes need of which nobody asks afterwards. */
    public LaneServices(
            NanoClock clock, InstantSource wall, RandomGenerator random, Meters meters) {
        this(clock, wall, random, meters, FateLog.NONE);
    }
}
