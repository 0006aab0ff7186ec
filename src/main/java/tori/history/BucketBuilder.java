package tori.history;

import tori.model.Sample;

/** Adds up samples and buckets. Not thread-safe. */
final class BucketBuilder {

    private final Latencies.Builder latencies = new Latencies.Builder();
    private long checks;
    private long failures;
    private long unknown;
    private long maintenance;

    void add(Sample sample) {
        checks++;
        switch (sample.outcome()) {
            case UP -> {}
            case FAILED -> failures++;
            case UNKNOWN -> unknown++;
            case MAINTENANCE -> maintenance++;
        }
        if (sample.latencyMicros() >= 0) {
            latencies.add(sample.latencyMicros());
        }
    }

    void add(Bucket bucket) {
        checks += bucket.checks();
        failures += bucket.failures();
        unknown += bucket.unknown();
        maintenance += bucket.maintenance();
        latencies.add(bucket.latencies());
    }

    Bucket build(long startMillis) {
        return new Bucket(startMillis, checks, failures, unknown, maintenance, latencies.build());
    }
}
