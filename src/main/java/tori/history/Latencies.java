package tori.history;

import org.jspecify.annotations.Nullable;

import tori.model.Sample;

import java.util.Arrays;

/**
 * How often which latency was seen: counts of cells whose width grows with the latency, sixteen to
 * each doubling as in an HdrHistogram of one digit. A percentile is off by less than 3.2 %, and
 * exact below 32 µs; adding two of these gives what all their samples together would have given.
 * Immutable.
 *
 * <p>Not an HdrHistogram itself: that counts in arrays of 4 kB, and here are tens of thousands that
 * have a handful of cells each. Sixteen rather than 128 cells per doubling (two digits), because a
 * chart cannot show the difference, and a year of hours would take four times the room.
 */
public final class Latencies {

    /** No latency was seen. */
    public static final Latencies NONE = new Latencies(new int[0], new long[0]);

    private static final int CELLS_PER_DOUBLING = 16;
    private static final int LOG_CELLS = 4;

    /** One more than the highest there is. */
    static final int CELLS = cell(Sample.MAX_LATENCY_MICROS) + 1;

    private final int[] cells;
    private final long[] counts;
    private final long total;

    private Latencies(int[] cells, long[] counts) {
        this.cells = cells;
        this.counts = counts;
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        this.total = sum;
    }

    /**
     * What was counted before, as it was packed.
     *
     * @param cells in ascending order; not changed afterwards
     * @param counts of each of them; not changed afterwards
     */
    static Latencies of(int[] cells, long[] counts) {
        return cells.length == 0 ? NONE : new Latencies(cells, counts);
    }

    /** Collects latencies. Not thread-safe. */
    static final class Builder {

        private int[] cells = new int[8];
        private long[] counts = new long[8];
        private int size;

        /** Counts one latency. */
        void add(long latencyMicros) {
            addCell(cell(latencyMicros), 1);
        }

        /** Counts what was counted before. */
        void add(Latencies others) {
            for (int i = 0; i < others.cells.length; i++) {
                addCell(others.cells[i], others.counts[i]);
            }
        }

        void addCell(int cell, long count) {
            int at = Arrays.binarySearch(cells, 0, size, cell);
            if (at >= 0) {
                counts[at] += count;
                return;
            }
            int place = -at - 1;
            if (size == cells.length) {
                cells = Arrays.copyOf(cells, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            System.arraycopy(cells, place, cells, place + 1, size - place);
            System.arraycopy(counts, place, counts, place + 1, size - place);
            cells[place] = cell;
            counts[place] = count;
            size++;
        }

        Latencies build() {
            return size == 0
                    ? NONE
                    : new Latencies(Arrays.copyOf(cells, size), Arrays.copyOf(counts, size));
        }
    }

    /** The cell that counts a latency. */
    static int cell(long latencyMicros) {
        int doublings = 63 - Long.numberOfLeadingZeros(latencyMicros | 1);
        int shift = Math.max(0, doublings - LOG_CELLS);
        return shift * CELLS_PER_DOUBLING + (int) (latencyMicros >>> shift);
    }

    /** The middle of the latencies that a cell counts. */
    static long middleMicros(int cell) {
        if (cell < 2 * CELLS_PER_DOUBLING) {
            return cell;
        }
        int shift = cell / CELLS_PER_DOUBLING - 1;
        long lowest = (long) (cell - shift * CELLS_PER_DOUBLING) << shift;
        return lowest + ((1L << shift) >>> 1);
    }

    /** How many latencies were seen. */
    public long total() {
        return total;
    }

    /**
     * The latency that this share of those seen did not exceed, in microseconds; {@link
     * Sample#NO_LATENCY} if none was seen.
     *
     * @param share above 0, at most 1, such as 0.95
     */
    public long percentileMicros(double share) {
        if (total == 0) {
            return Sample.NO_LATENCY;
        }
        // What should be a whole number may be one and a little: the next rank would be wrong.
        long rank = Math.clamp((long) Math.ceil(Math.nextDown(share) * total), 1, total);
        int at = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[at]) {
            at++;
        }
        return middleMicros(cells[at]);
    }

    int size() {
        return cells.length;
    }

    int cellAt(int index) {
        return cells[index];
    }

    long countAt(int index) {
        return counts[index];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Latencies same
                && Arrays.equals(cells, same.cells)
                && Arrays.equals(counts, same.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(cells) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return total + " latencies";
    }
}
