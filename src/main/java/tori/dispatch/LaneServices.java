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
 */
public record LaneServices(
        NanoClock clock, InstantSource wall, RandomGenerator random, Meters meters) {}
