package tori.history;

import org.jspecify.annotations.Nullable;

import tori.model.Sample;

/** Adds up samples and buckets. Not thread-safe. */
final class BucketBuilder {

    private final Latencies.Builder latencies = new Latencies.Builder();
    private long checks;
    private long failures;
    private long unknown;
    private long maintenance;

    /** The first that was added, as long as it is all there is: most are merely read. */
    private @Nullable Bucket only;

    void add(Sample sample) {
        unpack();
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
        if (only == null && checks == 0) {
            only = bucket;
        } else {
            unpack();
            count(bucket);
        }
    }

    private void unpack() {
        Bucket first = only;
        if (first != null) {
            only = null;
            count(first);
        }
    }

    private void count(Bucket bucket) {
        checks += bucket.checks();
        failures += bucket.failures();
        unknown += bucket.unknown();
        maintenance += bucket.maintenance();
        latencies.add(bucket.latencies());
    }

    Bucket build(long startMillis) {
        Bucket first = only;
        if (first != null && first.startMillis() == startMillis) {
            return first;
        }
        unpack();
        return new Bucket(startMillis, checks, failures, unknown, maintenance, latencies.build());
    }
}
