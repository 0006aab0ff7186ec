package tori.load;

import org.HdrHistogram.Histogram;

/**
 * Percentiles of a duration, in nanoseconds.
 *
 * @param count how many were measured
 */
record Latency(
        long count,
        long p50,
        long p75,
        long p90,
        long p95,
        long p99,
        long p999,
        long p9999,
        long max) {

    static Latency of(Histogram histogram) {
        return new Latency(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(75),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(95),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getValueAtPercentile(99.99),
                histogram.getMaxValue());
    }
}
