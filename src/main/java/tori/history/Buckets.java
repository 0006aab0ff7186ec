package tori.history;

import tori.model.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Gathers buckets of one resolution by when they begin. Not thread-safe. */
public final class Buckets {

    private final Resolution resolution;
    private final TreeMap<Long, BucketBuilder> byStart = new TreeMap<>();

    public Buckets(Resolution resolution) {
        this.resolution = resolution;
    }

    private BucketBuilder at(long startMillis) {
        return byStart.computeIfAbsent(startMillis, _ -> new BucketBuilder());
    }

    /** Counts a sample. */
    public void add(Sample sample) {
        at(resolution.startOf(sample.timeMillis())).add(sample);
    }

    /** Counts what was counted before. */
    public void add(Bucket bucket) {
        at(resolution.startOf(bucket.startMillis())).add(bucket);
    }

    /** Those in which anything was checked, oldest first. */
    public List<Bucket> build() {
        List<Bucket> buckets = new ArrayList<>(byStart.size());
        byStart.forEach((start, builder) -> buckets.add(builder.build(start)));
        return buckets;
    }

    /**
     * The same, of those that begin within a time.
     *
     * @param fromMillis no bucket begins before
     * @param toMillis every bucket begins before
     */
    public List<Bucket> build(long fromMillis, long toMillis) {
        if (fromMillis >= toMillis) {
            return List.of();
        }
        List<Bucket> buckets = new ArrayList<>();
        byStart.subMap(fromMillis, toMillis)
                .forEach((start, builder) -> buckets.add(builder.build(start)));
        return buckets;
    }
}
