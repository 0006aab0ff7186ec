package tori.telemetry;

import io.prometheus.metrics.model.snapshots.Labels;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.io.Serial;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.ObjLongConsumer;

/**
 * The series of one monitor: polls by result, and up. Any thread records, without allocating once a
 * result has been seen. Forty bytes, because there may be a million: what every monitor of a store
 * comes to is counted here, other results beside it, and labels are made by those who scrape.
 */
final class MonitorSeries {

    private static final String OK = "ok";
    private static final String UNCHANGED = "unchanged";

    private static final AtomicLongFieldUpdater<MonitorSeries> OKS =
            AtomicLongFieldUpdater.newUpdater(MonitorSeries.class, "oks");
    private static final AtomicLongFieldUpdater<MonitorSeries> UNCHANGEDS =
            AtomicLongFieldUpdater.newUpdater(MonitorSeries.class, "unchangeds");

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
    private volatile long oks;
    private volatile long unchangeds;
    private volatile @Nullable Polls others;
    private volatile @Nullable Boolean up;

    MonitorSeries(MonitorId id) {
        this.id = id;
    }

    MonitorId id() {
        return id;
    }

    Labels labels() {
        return Labels.of("site", id.site(), "monitor", id.monitor());
    }

    void polled(String result) {
        if (result.equals(UNCHANGED)) {
            UNCHANGEDS.incrementAndGet(this);
        } else if (result.equals(OK)) {
            OKS.incrementAndGet(this);
        } else {
            Polls known = find(result);
            (known == null ? add(result) : known).incrementAndGet();
        }
    }

    private @Nullable Polls find(String result) {
        for (Polls known = others; known != null; known = known.others) {
            if (known.result.equals(result)) {
                return known;
            }
        }
        return null;
    }

    private synchronized Polls add(String result) {
        Polls known = find(result);
        if (known == null) {
            known = new Polls(result, others);
            others = known;
        }
        return known;
    }

    /** Tells each result that was seen, and how often. */
    void forEachResult(ObjLongConsumer<String> action) {
        tellIfSeen(OK, oks, action);
        tellIfSeen(UNCHANGED, unchangeds, action);
        for (Polls known = others; known != null; known = known.others) {
            action.accept(known.result, known.get());
        }
    }

    private static void tellIfSeen(String result, long count, ObjLongConsumer<String> action) {
        if (count > 0) {
            action.accept(result, count);
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
