package tori.telemetry;

import io.prometheus.metrics.model.snapshots.Labels;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.io.Serial;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;

/**
 * The series of one monitor: polls by result, and up. Any thread records, without allocating once a
 * result has been seen. A hundred bytes, because there may be a million: labels are made by those
 * who scrape.
 */
final class MonitorSeries {

    /** One series of {@code tori_polls_total}, and those of results seen before. */
    private static final class Polls extends AtomicLong {

        @Serial private static final long serialVersionUID = 1;

        private final transient String result;
        private final transient @Nullable Polls others;

        private Polls(String result, @Nullable Polls others) {
            this.result = result;
            this.others = others;
        }
    }

    private final MonitorId id;
    private volatile @Nullable Polls polls;
    private volatile @Nullable Boolean up;

    MonitorSeries(MonitorId id) {
        this.id = id;
    }

    Labels labels() {
        return Labels.of("site", id.site(), "monitor", id.monitor());
    }

    void polled(String result) {
        Polls known = find(result);
        (known == null ? add(result) : known).incrementAndGet();
    }

    private @Nullable Polls find(String result) {
        for (Polls known = polls; known != null; known = known.others) {
            if (known.result.equals(result)) {
                return known;
            }
        }
        return null;
    }

    private synchronized Polls add(String result) {
        Polls known = find(result);
        if (known == null) {
            known = new Polls(result, polls);
            polls = known;
        }
        return known;
    }

    /** Tells each result that was seen, and how often. */
    void forEachResult(ObjLongConsumer<String> action) {
        for (Polls known = polls; known != null; known = known.others) {
            action.accept(known.result, known.get());
        }
    }

    void up(boolean now) {
        Boolean before = up;
        // Mostly it stays so: a write would have the collector look at an old object again.
        if (before == null || before != now) {
            up = now;
        }
    }

    /** Null before the first poll. */
    @Nullable Boolean up() {
        return up;
    }
}
