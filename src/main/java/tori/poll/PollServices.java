package tori.poll;

import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.time.InstantSource;

/**
 * What every poller uses; one instance for all of them. All of it is thread-safe.
 *
 * @param store remembers what monitors saw
 * @param meters counts
 * @param clock for intervals and durations
 * @param wall for what people read
 * @param samples keeps what each poll found
 */
public record PollServices(
        StateStore store, Meters meters, NanoClock clock, InstantSource wall, SampleSink samples) {

    /** With nothing kept of what polls found. */
    public PollServices(StateStore store, Meters meters, NanoClock clock, InstantSource wall) {
        this(store, meters, clock, wall, SampleSink.NONE);
    }
}
