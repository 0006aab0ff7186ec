package tori.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting times that grow exponentially up to a bound, spread by jitter.
 *
 * @param initial the wait after the first failed attempt
 * @param max the longest wait, before jitter
 * @param multiplier by how much each wait exceeds the one before; at least 1
 * @param jitter share of the wait by which it is spread to both sides, 0 to 1
 */
public record Backoff(Duration initial, Duration max, double multiplier, double jitter) {

    public Backoff {
        if (initial.isNegative() || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("needs 0 <= initial <= max");
        }
        if (multiplier < 1 || jitter < 0 || jitter > 1) {
            throw new IllegalArgumentException("needs multiplier >= 1 and 0 <= jitter <= 1");
        }
    }

    /**
     * How long to wait after {@code failedAttempts} failures in a row, in nanoseconds.
     *
     * @param failedAttempts at least 1
     */
    public long waitNanos(int failedAttempts, RandomGenerator random) {
        return Jitter.spread((long) exactNanos(failedAttempts), jitter, random);
    }

    /**
     * The shortest that {@link #waitNanos} may say, in nanoseconds.
     *
     * @param failedAttempts at least 1
     */
    public long leastWaitNanos(int failedAttempts) {
        return (long) (exactNanos(failedAttempts) * (1 - jitter));
    }

    private double exactNanos(int failedAttempts) {
        double exact = (double) initial.toNanos() * Math.pow(multiplier, failedAttempts - 1.0);
        return Math.min(exact, (double) max.toNanos());
    }
}
