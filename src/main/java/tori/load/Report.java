package tori.load;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.Locale;

/** How results are written for people and for programs. Stateless. */
final class Report {

    /** Stands where nothing was measured. */
    static final String NONE = "none";

    private Report() {}

    static void line(StringBuilder table, String name, String value) {
        table.append(String.format(Locale.ROOT, "%-22s %s%n", name, value));
    }

    static String percentiles(Latency latency) {
        if (latency.count() == 0) {
            return NONE;
        }
        return String.format(
                Locale.ROOT,
                "p50 %s, p90 %s, p99 %s, p99.9 %s, max %s",
                HttpLoadResult.words(latency.p50()),
                HttpLoadResult.words(latency.p90()),
                HttpLoadResult.words(latency.p99()),
                HttpLoadResult.words(latency.p999()),
                HttpLoadResult.words(latency.max()));
    }

    /** For a line of progress. */
    static String progress(Latency latency) {
        return latency.count() == 0
                ? NONE
                : "p50 "
                        + HttpLoadResult.words(latency.p50())
                        + ", p99 "
                        + HttpLoadResult.words(latency.p99());
    }

    static void put(ObjectNode json, Latency latency) {
        json.put("count", latency.count());
        json.put("p50", latency.p50());
        json.put("p90", latency.p90());
        json.put("p99", latency.p99());
        json.put("p999", latency.p999());
        json.put("max", latency.max());
    }

    static String perSecond(long number, Duration took) {
        return String.format(Locale.ROOT, "%d, %.1f a second", number, rate(number, took));
    }

    static double rate(long number, Duration took) {
        return number / Math.max(1e-9, took.toNanos() / 1e9);
    }

    static String processor(Duration cpu, Duration took) {
        return String.format(
                Locale.ROOT, "%.1f %% of one", 100.0 * cpu.toNanos() / Math.max(1, took.toNanos()));
    }
}
