package tori.delivery;

import org.jspecify.annotations.Nullable;

import tori.time.QuietHours;

import java.util.List;

/**
 * How deliveries go to one destination.
 *
 * @param maxBatch how many may travel as one request; at least 1
 * @param maxInFlight how many requests may be under way at once; at least 1
 * @param failover the destinations that are called while this one takes nothing, the first healthy
 *     one of them; their own failover does not count
 * @param quiet hours in which deliveries wait; null for none
 */
public record LaneTerms(
        int maxBatch, int maxInFlight, List<String> failover, @Nullable QuietHours quiet) {

    /** Deliveries go at all hours. */
    public LaneTerms(int maxBatch, int maxInFlight, List<String> failover) {
        this(maxBatch, maxInFlight, failover, null);
    }

    public LaneTerms {
        if (maxBatch < 1 || maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "needs maxBatch and maxInFlight of at least 1: "
                            + maxBatch
                            + ", "
                            + maxInFlight);
        }
        failover = List.copyOf(failover);
    }
}
