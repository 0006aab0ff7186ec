package tori.poll;

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
 */
public record Cadence(
        Duration interval, double jitter, Duration timeout, Backoff retry, int maxAttempts) {

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
    }
}
