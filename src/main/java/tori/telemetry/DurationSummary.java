package tori.telemetry;

import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

import tori.time.NanoClock;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Times of one kind: any thread records, without waiting or allocating; scrapes read.
 *
 * <p>Count and sum are cumulative, as Prometheus wants them. Quantiles and maximum are of a sliding
 * window of {@value #SLOTS} slots of a minute, so that they follow what happens now, and however
 * many scrapers there are, all see the same. The window moves when somebody looks: after an hour
 * without a scrape the first one sees the whole hour.
 */
final class DurationSummary {

    /** Minutes in the window, the current one included. */
    static final int SLOTS = 5;

    private static final long SLOT_NANOS = Duration.ofMinutes(1).toNanos();

    /** Times are told apart from a microsecond up to an hour; what is longer counts as an hour. */
    private static final long LOWEST_NANOS = 1_000;

    private static final long HIGHEST_NANOS = Duration.ofHours(1).toNanos();

    /** Errors of quantiles stay below a hundredth; 25 KB per slot. */
    private static final int SIGNIFICANT_DIGITS = 2;

    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};
    private static final double NANOS_PER_SECOND = 1e9;

    private final NanoClock clock;
    private final Labels labels;
    private final Recorder recorder = new Recorder(LOWEST_NANOS, HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    private final LongAdder count = new LongAdder();
    private final LongAdder sumNanos = new LongAdder();

    // Below: guarded by this, touched by scrapes only.
    private final Histogram[] slots = new Histogram[SLOTS];
    private final Histogram window = new Histogram(LOWEST_NANOS, HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    private Histogram interval;
    private int current;
    private long slotStartNanos;

    DurationSummary(NanoClock clock, Labels labels) {
        this.clock = clock;
        this.labels = labels;
        this.interval = recorder.getIntervalHistogram();
        this.slotStartNanos = clock.nanoTime();
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Histogram(LOWEST_NANOS, HIGHEST_NANOS, SIGNIFICANT_DIGITS);
        }
    }

    void record(long nanos) {
        long bounded = Math.clamp(nanos, 0, HIGHEST_NANOS);
        recorder.recordValue(bounded);
        count.increment();
        sumNanos.add(bounded);
    }

    /** What has been recorded so far. */
    synchronized Reading read() {
        interval = recorder.getIntervalHistogram(interval);
        slots[current].add(interval);
        window.reset();
        for (Histogram slot : slots) {
            window.add(slot);
        }
        moveOn();
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
                        count.sum(),
                        seconds(sumNanos.sum()),
                        Quantiles.of(quantiles),
                        labels,
                        Exemplars.EMPTY,
                        0),
                labels,
                // An empty histogram's longest is not 0, but all that is told apart from it.
                window.getTotalCount() == 0 ? Double.NaN : seconds(window.getMaxValue()));
    }

    /** Begins as many new slots as minutes have passed, emptying what they held. */
    private void moveOn() {
        long minutes = (clock.nanoTime() - slotStartNanos) / SLOT_NANOS;
        slotStartNanos += minutes * SLOT_NANOS;
        for (long i = Math.min(minutes, SLOTS); i > 0; i--) {
            current = (current + 1) % SLOTS;
            slots[current].reset();
        }
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
