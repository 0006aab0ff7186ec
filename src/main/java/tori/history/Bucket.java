package tori.history;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the checks of a monitor found within some time. Immutable.
 *
 * @param startMillis when that time began; milliseconds since 1970
 * @param checks how many checks there were altogether
 * @param failures how many of them failed
 * @param unknown how many could not be made
 * @param maintenance how many fell into maintenance
 * @param latencies how long answers took; of those checks that have a latency
 */
public record Bucket(
        long startMillis,
        long checks,
        long failures,
        long unknown,
        long maintenance,
        Latencies latencies) {

    public Bucket {
        if (failures < 0 || unknown < 0 || maintenance < 0) {
            throw new IllegalArgumentException("counts must not be negative");
        }
        if (checks - failures - unknown - maintenance < 0) {
            throw new IllegalArgumentException("more outcomes than checks");
        }
    }

    /** All of these together. */
    public static Bucket of(long startMillis, List<Bucket> parts) {
        BucketBuilder sum = new BucketBuilder();
        parts.forEach(sum::add);
        return sum.build(startMillis);
    }

    /** How many checks passed. */
    public long up() {
        return checks - failures - unknown - maintenance;
    }

    /**
     * The share of checks that passed, 0 to 1; null if none either passed or failed. What could not
     * be looked at and what fell into maintenance counts as neither.
     */
    public @Nullable Double uptime() {
        long counted = up() + failures;
        return counted == 0 ? null : (double) up() / counted;
    }
}
