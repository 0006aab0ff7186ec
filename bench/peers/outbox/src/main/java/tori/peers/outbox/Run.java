package tori.peers.outbox;

/**
 * What one run of one contender came to. Immutable.
 *
 * @param contender its name
 * @param version of the library and its store
 * @param order of delivery the library promises
 * @param rate enqueueing as fast as it goes
 * @param latency enqueueing at half of that rate
 */
public record Run(String contender, String version, String order, Rate rate, Latency latency) {

    /**
     * All producers enqueue as fast as they can.
     *
     * @param enqueued events accepted
     * @param marked of those, marked as delivered in time
     * @param cut whether time ran out before all were marked
     * @param eventsPerSecond from the first enqueue to the last mark
     * @param enqueuedPerSecond from the first enqueue to the last acknowledged
     * @param cpuMicrosPerEvent processor time of this JVM and its store's processes
     * @param foreignCpuMicrosPerEvent of those, the store's processes
     * @param repeated keys that arrived more than once
     * @param outOfOrder events that arrived after a later one of their entity
     */
    public record Rate(
            long enqueued,
            long marked,
            boolean cut,
            double eventsPerSecond,
            double enqueuedPerSecond,
            double cpuMicrosPerEvent,
            double foreignCpuMicrosPerEvent,
            long repeated,
            long outOfOrder) {}

    /**
     * Events are enqueued on a fixed schedule; times count from the scheduled instant, whenever the
     * call was made, in microseconds.
     *
     * @param offeredPerSecond the schedule's rate
     * @param events enqueued
     * @param missing of those, not arrived within the time a run has
     * @param p50Micros until the first attempt arrived
     * @param p99Micros until the first attempt arrived
     * @param maxMicros until the first attempt arrived
     * @param acceptedP50Micros until enqueueing returned
     * @param acceptedP99Micros until enqueueing returned
     * @param repeated keys that arrived more than once
     * @param outOfOrder events that arrived after a later one of their entity
     */
    public record Latency(
            double offeredPerSecond,
            long events,
            long missing,
            long p50Micros,
            long p99Micros,
            long maxMicros,
            long acceptedP50Micros,
            long acceptedP99Micros,
            long repeated,
            long outOfOrder) {}
}
