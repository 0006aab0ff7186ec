package tori.store;

import tori.model.Event;
import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the store needs from outside.
 *
 * @param encoder gives the JSON of an event, UTF-8; called by the writer's thread and by those that
 *     hand over deliveries
 * @param decoder turns that JSON into the event again; called by the writer's thread only
 * @param meters counts what is lost
 * @param clock bounds waiting
 * @param wall dates rows and decides what is old
 * @param random spreads retries; used by the writer's thread only
 */
public record StoreDependencies(
        Function<Event, byte[]> encoder,
        EventDecoder decoder,
        Meters meters,
        NanoClock clock,
        InstantSource wall,
        RandomGenerator random) {

    /** Reads what the encoder wrote. */
    @FunctionalInterface
    public interface EventDecoder {
        /**
         * The event, its {@code seenNanos} aside.
         *
         * @throws IOException if this is no such event
         */
        Event decode(byte[] json) throws IOException;
    }
}
