package tori.telemetry;

import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;

import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

import tori.time.NanoClock;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/**
 * Times of one kind: any thread records, without waiting or allocating; scrapes read.
 *
 * <p>Count and sum are cumulative, as Prometheus wants them. Quantiles and maximum are of a sliding
 * window of {@value #SLOTS} slots of a minute, so that they follow what happens now, and however
 * many scrapers there are, all see the same. The window moves when somebody looks: after an hour
 * without a scrape the first one sees the whole hour.
 *
 * <p>The histogram is cumulative as well: the window is what it holds now without what it held when
 * the window's oldest slot began. That is kept encoded, in no more than some 3 KB and in none where
 * nothing was recorded; a histogram for each slot takes 25 KB, however little a destination sends.
 */
final class DurationSummary {

    /** Minutes in the window, the current one included. */
    static final int SLOTS = 5;

    private static final long SLOT_NANOS = Duration.ofMinutes(1).toNanos();

    /** Times are told apart from a microsecond up to an hour; what is longer counts as an hour. */
    private static final long LOWEST_NANOS = 1_000;

    private static final long HIGHEST_NANOS = Duration.ofHours(1).toNanos();

    /** Errors of quantiles stay below a hundredth; 25 KB. */
    private static final int SIGNIFICANT_DIGITS = 2;

    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};
    private static final double NANOS_PER_SECOND = 1e9;
    private static final byte[] NOTHING = new byte[0];

    private final NanoClock clock;
    private final Labels labels;
    private final AtomicHistogram recorded =
            new AtomicHistogram(LOWEST_NANOS, HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    private final LongAdder sumNanos = new LongAdder();

    // Below: guarded by this, touched by scrapes only.
    /** What had been recorded when each slot of the window began. */
    private final byte[][] untilSlot = new byte[SLOTS][];

    private int current;
    private long slotStartNanos;

    DurationSummary(NanoClock clock, Labels labels) {
        this.clock = clock;
        this.labels = labels;
        this.slotStartNanos = clock.nanoTime();
        Arrays.fill(untilSlot, NOTHING);
    }

    void record(long nanos) {
        long bounded = Math.clamp(nanos, 0, HIGHEST_NANOS);
        recorded.recordValue(bounded);
        sumNanos.add(bounded);
    }

    /** What has been recorded so far. */
    synchronized Reading read() {
        Histogram window = new Histogram(LOWEST_NANOS, HIGHEST_NANOS, SIGNIFICANT_DIGITS);
        window.add(recorded);
        long count = window.getTotalCount();
        byte[] untilWindow = untilSlot[(current + 1) % SLOTS];
        moveOn(window);
        if (untilWindow.length > 0) {
            window.subtract(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(untilWindow), 0));
        }
        Quantile[] quantiles = new Quantile[QUANTILES.length];
        for (int i = 0; i < quantiles.length; i++) {
            double value =
                    window.getTotalCount() == 0
                            ? Double.NaN
                            : seconds(window.getValueAtPercentile(QUANTILES[i] * 100));
            quantiles[i] = new Quantile(QUANTILES[i], value);
        }
        return new Reading(
                new SummaryDataPointSnapshot(
                        count,
                        seconds(sumNanos.sum()),
                        Quantiles.of(quantiles),
                        labels,
                        Exemplars.EMPTY,
                        0),
                labels,
                // An empty histogram's longest is not 0, but all that is told apart from it.
                window.getTotalCount() == 0 ? Double.NaN : seconds(window.getMaxValue()));
    }

    /** Begins as many new slots as minutes have passed: from now on each counts what comes. */
    private void moveOn(Histogram now) {
        long minutes = (clock.nanoTime() - slotStartNanos) / SLOT_NANOS;
        if (minutes == 0) {
            return;
        }
        slotStartNanos += minutes * SLOT_NANOS;
        byte[] untilNow = now.getTotalCount() == 0 ? NOTHING : encoded(now);
        for (long i = Math.min(minutes, SLOTS); i > 0; i--) {
            current = (current + 1) % SLOTS;
            untilSlot[current] = untilNow;
        }
    }

    private static byte[] encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(buffer);
        return Arrays.copyOf(buffer.array(), length);
    }

    private static double seconds(long nanos) {
        return (double) nanos / NANOS_PER_SECOND;
    }

    /**
     * @param summary count, sum and quantiles
     * @param labels of this series
     * @param maxSeconds the longest time in the window; NaN if there was none
     */
    record Reading(SummaryDataPointSnapshot summary, Labels labels, double maxSeconds) {}
}
