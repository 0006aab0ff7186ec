package tori.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.HdrHistogram.Histogram;

import java.util.Locale;

/** Durations and their percentiles, in nanoseconds. Used by one thread. */
final class Durations {

    /** An hour: what takes longer counts as one. */
    private static final long MAX_NANOS = 3_600_000_000_000L;

    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(1, MAX_NANOS, DIGITS);

    void add(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, MAX_NANOS));
    }

    /** Whether none took any time, as events that are an instant do not. */
    boolean isInstants() {
        return histogram.getMaxValue() == 0;
    }

    long count() {
        return histogram.getTotalCount();
    }

    long at(double percentile) {
        return histogram.getValueAtPercentile(percentile);
    }

    void put(ObjectNode json) {
        json.put("count", count());
        json.put("p50_ns", at(50));
        json.put("p90_ns", at(90));
        json.put("p99_ns", at(99));
        json.put("p999_ns", at(99.9));
        json.put("max_ns", histogram.getMaxValue());
    }

    /** The number alone where percentiles would say nothing. */
    @Override
    public String toString() {
        if (isInstants()) {
            return count() == 0 ? "none" : Long.toString(count());
        }
        return String.format(
                Locale.ROOT,
                "%d, p50 %s, p99 %s, max %s",
                count(),
                words(at(50)),
                words(at(99)),
                words(histogram.getMaxValue()));
    }

    private static String words(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.0f µs", nanos / 1e3);
        }
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
