package tori.telemetry;

import io.prometheus.metrics.model.snapshots.Labels;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The series of one monitor: polls by result, and up. Any thread records, without allocating once a
 * result has been seen; a few hundred bytes per monitor, because there may be ten thousand.
 */
final class MonitorSeries {

    /** One series of {@code tori_polls_total}. */
    static final class Polls {
        final String result;
        final Labels labels;
        final AtomicLong count = new AtomicLong();

        Polls(String result, Labels labels) {
            this.result = result;
            this.labels = labels;
        }
    }

    final Labels labels;
    private volatile Polls[] polls = {};
    private volatile @Nullable Boolean up;

    MonitorSeries(MonitorId id) {
        this.labels = Labels.of("site", id.site(), "monitor", id.monitor());
    }

    void polled(String result) {
        for (Polls known : polls) {
            if (known.result.equals(result)) {
                known.count.incrementAndGet();
                return;
            }
        }
        add(result).count.incrementAndGet();
    }

    private synchronized Polls add(String result) {
        Polls[] before = polls;
        for (Polls known : before) {
            if (known.result.equals(result)) {
                return known;
            }
        }
        Polls added = new Polls(result, labels.add("result", result));
        Polls[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = added;
        polls = after;
        return added;
    }

    Polls[] polls() {
        return polls;
    }

    void up(boolean now) {
        up = now;
    }

    /** Null before the first poll. */
    @Nullable Boolean up() {
        return up;
    }
}
