package tori.telemetry;

import io.prometheus.metrics.model.snapshots.Labels;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** The series of one destination. Any thread. */
final class DestinationSeries {

    final Labels labels;
    final LongAdder evicted = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LabelledCounts deliveries;
    final LabelledCounts digested;
    final LabelledCounts edits;
    final DurationSummary detectToSend;
    volatile @Nullable IntSupplier queueDepth;
    volatile @Nullable IntSupplier held;

    DestinationSeries(String name, NanoClock clock) {
        labels = Labels.of("destination", name);
        deliveries = new LabelledCounts("result", labels);
        digested = new LabelledCounts("what", labels);
        edits = new LabelledCounts("result", labels);
        detectToSend = new DurationSummary(clock, labels);
    }
}
