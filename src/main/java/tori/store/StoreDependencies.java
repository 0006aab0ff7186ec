package tori.store;

import tori.model.Event;
import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the store needs from outside.
 *
 * @param encoder gives the JSON of an event, UTF-8; called by the writer's thread only
 * @param meters counts what is lost
 * @param clock bounds waiting
 * @param wall dates rows and decides what is old
 * @param random spreads retries; used by the writer's thread only
 */
public record StoreDependencies(
        Function<Event, byte[]> encoder,
        Meters meters,
        NanoClock clock,
        InstantSource wall,
        RandomGenerator random) {}
