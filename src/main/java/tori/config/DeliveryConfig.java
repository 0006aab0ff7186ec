package tori.config;

import org.jspecify.annotations.Nullable;

import tori.model.Rate;

import java.time.Duration;
import java.util.List;

/**
 * How events wait for a destination and how fast they leave.
 *
 * @param mode which lane
 * @param rate the user's limit; null for none
 * @param queue how many events may wait; a power of two
 * @param maxAge an older event is dropped on the freshest lane; longer than zero
 * @param quiet when it wants to be left alone; null for never
 * @param digest whether it is told in one message how many events were dropped, once that is over
 * @param failover names of other destinations that take over while this one is out of reach, in the
 *     order in which they are asked
 */
public record DeliveryConfig(
        DeliveryMode mode,
        @Nullable Rate rate,
        int queue,
        Duration maxAge,
        @Nullable QuietConfig quiet,
        boolean digest,
        List<String> failover) {

    public DeliveryConfig {
        failover = List.copyOf(failover);
    }

    /** Told at all hours, and of what was dropped. */
    public DeliveryConfig(
            DeliveryMode mode,
            @Nullable Rate rate,
            int queue,
            Duration maxAge,
            List<String> failover) {
        this(mode, rate, queue, maxAge, null, true, failover);
    }
}
