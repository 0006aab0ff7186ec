package tori.delivery;

import tori.time.Backoff;

import java.time.Duration;

/**
 * How often and how soon a delivery is tried again.
 *
 * @param backoff the waits between attempts
 * @param maxAttempts the first included; at least 1
 */
public record RetryPolicy(Backoff backoff, int maxAttempts) {

    /** 1 s doubling to 60 s, spread by a tenth; five attempts. */
    public static final RetryPolicy STANDARD =
            new RetryPolicy(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0.1), 5);

    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts must be at least 1: " + maxAttempts);
        }
    }
}
