package tori.dispatch;

import org.jspecify.annotations.Nullable;

import tori.model.Rate;
import tori.ring.PowerOfTwo;
import tori.time.QuietHours;

import java.time.Duration;

/**
 * What the user configured for a destination's freshest lane.
 *
 * @param rate the user's own limit, beside those that the sender knows; null for none
 * @param queueCapacity how many events may wait, at least 1; rounded up to a power of two
 * @param maxAge how long after it was seen an event may still be sent; null for ever
 * @param tellsDrops whether people are told how many events were dropped, once that is over
 * @param quiet hours in which nothing is told; null for none
 * @param tellsQuiet whether what happened then is told afterwards
 */
public record LaneSettings(
        @Nullable Rate rate,
        int queueCapacity,
        @Nullable Duration maxAge,
        boolean tellsDrops,
        @Nullable QuietHours quiet,
        boolean tellsQuiet) {

    public LaneSettings {
        if (queueCapacity < 1 || queueCapacity > PowerOfTwo.MAX) {
            throw new IllegalArgumentException(
                    "queue must be 1 to " + PowerOfTwo.MAX + ": " + queueCapacity);
        }
    }

    /** Told at all hours, and nothing about what was dropped. */
    public LaneSettings(@Nullable Rate rate, int queueCapacity, @Nullable Duration maxAge) {
        this(rate, queueCapacity, maxAge, false, null, false);
    }
}
