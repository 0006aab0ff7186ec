package tori.telemetry;

import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters of one name, told apart by one label of few values. Any thread. */
final class LabelledCounts {

    private final String label;
    private final Labels others;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * @param others labels that all of them have
     */
    LabelledCounts(String label, Labels others) {
        this.label = label;
        this.others = others;
    }

    void add(String value, long by) {
        LongAdder count = counts.get(value);
        if (count == null) {
            count = counts.computeIfAbsent(value, key -> new LongAdder());
        }
        count.add(by);
    }

    List<CounterDataPointSnapshot> read() {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        counts.forEach((value, count) -> points.add(point(count.sum(), others.add(label, value))));
        return points;
    }

    static CounterDataPointSnapshot point(long count, Labels labels) {
        return new CounterDataPointSnapshot((double) count, labels, null, 0);
    }
}
