package tori.poll;

import tori.model.MonitorId;
import tori.model.Sample;

/** Takes what every poll found. Thread-safe; called once per poll, on the poll's thread. */
@FunctionalInterface
public interface SampleSink {

    /** Keeps nothing. */
    SampleSink NONE = (monitor, sample) -> {};

    /** A poll has ended. Returns at once: waits for no disk, and what has no room is left out. */
    void sampled(MonitorId monitor, Sample sample);
}
