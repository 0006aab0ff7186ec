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
 * @param failover names of other destinations that take over while this one is out of reach, in the
 *     order in which they are asked
 */
public record DeliveryConfig(
        DeliveryMode mode, @Nullable Rate rate, int queue, Duration maxAge, List<String> failover) {

    public DeliveryConfig {
        failover = List.copyOf(failover);
    }
}
