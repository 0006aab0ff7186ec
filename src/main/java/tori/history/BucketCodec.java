package tori.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs the buckets of one monitor within one segment, those without checks left out: a minute of
 * six checks is some ten bytes, an hour of 360 some fifty. Stateless, any thread.
 */
public final class BucketCodec {

    // Which counts follow: most buckets have none of them.
    private static final int HAS_FAILURES = 1;
    private static final int HAS_UNKNOWN = 2;
    private static final int HAS_MAINTENANCE = 4;
    private static final int FLAG_BITS = 3;

    /** More checks than a monitor makes in a day; keeps sums of damaged counts within bounds. */
    private static final int MAX_COUNT = Integer.MAX_VALUE;

    private BucketCodec() {}

    /**
     * Packs them.
     *
     * @param segment the number of the segment, counted from 1970, in which all of them lie
     * @param buckets oldest first, each beginning once
     */
    public static byte[] encode(Resolution resolution, long segment, List<Bucket> buckets) {
        PackedOutput out = new PackedOutput(64 * buckets.size());
        int before = -1;
        for (Bucket bucket : buckets) {
            long offset = bucket.startMillis() - segment * resolution.segmentMillis();
            int index = Math.toIntExact(offset / resolution.bucketMillis());
            if (index <= before || index >= resolution.bucketsPerSegment()) {
                throw new IllegalArgumentException("a bucket lies outside of its segment");
            }
            out.put(index - before - 1);
            before = index;
            put(out, bucket);
        }
        return out.toByteArray();
    }

    private static void put(PackedOutput out, Bucket bucket) {
        int flags =
                (bucket.failures() > 0 ? HAS_FAILURES : 0)
                        | (bucket.unknown() > 0 ? HAS_UNKNOWN : 0)
                        | (bucket.maintenance() > 0 ? HAS_MAINTENANCE : 0);
        out.put((bucket.checks() << FLAG_BITS) | flags);
        for (long count : List.of(bucket.failures(), bucket.unknown(), bucket.maintenance())) {
            if (count > 0) {
                out.put(count);
            }
        }
        Latencies latencies = bucket.latencies();
        out.put(latencies.size());
        int cell = 0;
        for (int i = 0; i < latencies.size(); i++) {
            // One bit says whether a count follows: in a minute most cells have counted once.
            int step = latencies.cellAt(i) - cell;
            cell = latencies.cellAt(i);
            long count = latencies.countAt(i);
            out.put(((long) step << 1) | (count > 1 ? 1 : 0));
            if (count > 1) {
                out.put(count);
            }
        }
    }

    /**
     * What was packed, oldest first.
     *
     * @throws IOException if it is damaged
     */
    public static List<Bucket> decode(Resolution resolution, long segment, byte[] packed)
            throws IOException {
        PackedInput in = new PackedInput(packed);
        List<Bucket> buckets = new ArrayList<>();
        long start = segment * resolution.segmentMillis();
        int index = -1;
        while (in.hasMore()) {
            index += in.next(resolution.bucketsPerSegment()) + 1;
            if (index >= resolution.bucketsPerSegment()) {
                throw new IOException("a bucket lies outside of its segment");
            }
            buckets.add(bucket(in, start + index * resolution.bucketMillis()));
        }
        return buckets;
    }

    private static Bucket bucket(PackedInput in, long startMillis) throws IOException {
        long head = in.next();
        long failures = (head & HAS_FAILURES) == 0 ? 0 : in.next(MAX_COUNT);
        long unknown = (head & HAS_UNKNOWN) == 0 ? 0 : in.next(MAX_COUNT);
        long maintenance = (head & HAS_MAINTENANCE) == 0 ? 0 : in.next(MAX_COUNT);
        Latencies latencies = latencies(in);
        try {
            return new Bucket(
                    startMillis, head >>> FLAG_BITS, failures, unknown, maintenance, latencies);
        } catch (IllegalArgumentException e) {
            throw new IOException("the counts of the history contradict each other", e);
        }
    }

    private static Latencies latencies(PackedInput in) throws IOException {
        int size = in.next(Latencies.CELLS);
        int[] cells = new int[size];
        long[] counts = new long[size];
        int cell = 0;
        for (int i = 0; i < size; i++) {
            int step = in.next(2 * Latencies.CELLS);
            if (i > 0 && (step >>> 1) == 0) {
                throw new IOException("a latency of the history is there twice");
            }
            cell += step >>> 1;
            if (cell >= Latencies.CELLS) {
                throw new IOException("a latency of the history is too large");
            }
            cells[i] = cell;
            counts[i] = (step & 1) == 0 ? 1 : in.next(MAX_COUNT);
        }
        return Latencies.of(cells, counts);
    }
}
