package tori.time;

import java.util.random.RandomGenerator;

/** Spreads durations so that many of them do not end together. */
public final class Jitter {

    private Jitter() {}

    /**
     * A duration drawn evenly from {@code nanos ± share}.
     *
     * @param share 0 (none) to 1
     */
    public static long spread(long nanos, double share, RandomGenerator random) {
        if (share == 0 || nanos == 0) {
            return nanos;
        }
        double factor = 1 + share * (2 * random.nextDouble() - 1);
        return (long) ((double) nanos * factor);
    }
}
