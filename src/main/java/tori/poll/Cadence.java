package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.time.Backoff;

import java.time.Duration;

/**
 * How often a monitor polls and how it retries. Shared by all monitors configured alike.
 *
 * @param interval from one regular poll to the next; positive
 * @param jitter share of the interval by which each poll is spread to both sides, 0 to 1
 * @param timeout of one fetch; positive
 * @param retry waits between the attempts of one regular poll
 * @param maxAttempts the first included; at least 1
 * @param tempo how the interval follows what is found; null if it does not
 */
public record Cadence(
        Duration interval,
        double jitter,
        Duration timeout,
        Backoff retry,
        int maxAttempts,
        @Nullable Tempo tempo) {

    public Cadence {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("needs a positive interval");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("needs a positive timeout");
        }
        if (jitter < 0 || jitter > 1 || maxAttempts < 1) {
            throw new IllegalArgumentException("needs 0 <= jitter <= 1 and maxAttempts >= 1");
        }
        if (tempo != null
                && (tempo.fastest().compareTo(interval) > 0
                        || tempo.slowest().compareTo(interval) < 0)) {
            throw new IllegalArgumentException("needs fastest <= interval <= slowest");
        }
    }

    /** One whose interval is always the same. */
    public Cadence(
            Duration interval, double jitter, Duration timeout, Backoff retry, int maxAttempts) {
        this(interval, jitter, timeout, retry, maxAttempts, null);
    }
}
