package tori.api;

import org.jspecify.annotations.Nullable;

import tori.history.Bucket;
import tori.model.Sample;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What checks found as JSON; times in UTC, latencies in milliseconds. Any thread. */
final class HistoryJson {

    private HistoryJson() {}

    static Map<String, Object> sample(Sample sample) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("time", time(sample.timeMillis()));
        data.put("outcome", sample.outcome().word());
        data.put("latency_ms", latency(sample.latencyMicros()));
        return data;
    }

    static Map<String, Object> bucket(Bucket bucket) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("time", time(bucket.startMillis()));
        data.putAll(counts(bucket));
        return data;
    }

    /** All but when it began. */
    static Map<String, Object> counts(Bucket bucket) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("checks", bucket.checks());
        data.put("failures", bucket.failures());
        data.put("unknown", bucket.unknown());
        data.put("maintenance", bucket.maintenance());
        data.put("uptime", share(bucket.uptime()));
        data.put("p50_ms", latency(bucket.latencies().percentileMicros(0.5)));
        data.put("p95_ms", latency(bucket.latencies().percentileMicros(0.95)));
        data.put("p99_ms", latency(bucket.latencies().percentileMicros(0.99)));
        return data;
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** Rounded down to a millionth: 1 means that nothing failed. */
    static @Nullable Double share(@Nullable Double share) {
        return share == null ? null : Math.floor(share * 1_000_000) / 1_000_000;
    }

    private static @Nullable BigDecimal latency(long micros) {
        return micros < 0 ? null : BigDecimal.valueOf(micros, 3);
    }
}
