package tori.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;

import jdk.jfr.consumer.RecordedEvent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What collections show: pauses, how much was allocated between them, and what stays. Used by one
 * thread; events may come in any order.
 */
final class Garbage {

    /** Collections of everything, by each collector's name for them. */
    private static final Set<String> FULL =
            Set.of("SerialOld", "ParallelOld", "G1Full", "ZGC Major", "ZGC", "Z");

    private record HeapUse(long collection, Instant at, boolean after, long bytes) {}

    /** Causes of collections that somebody outside asked for, not the program's need. */
    private static final Set<String> ASKED = Set.of("System.gc()", "Diagnostic Command");

    private record Pause(long collection, long nanos) {}

    final Tally causes = new Tally();
    private final List<HeapUse> uses = new ArrayList<>();
    private final List<Pause> pauses = new ArrayList<>();
    private final Set<Long> full = new HashSet<>();
    private final Set<Long> asked = new HashSet<>();

    /** A {@code jdk.GarbageCollection}. */
    void collection(RecordedEvent event) {
        String cause = event.getString("cause");
        causes.add(cause, 1);
        if (ASKED.contains(cause)) {
            asked.add(event.getLong("gcId"));
        }
        if (FULL.contains(event.getString("name"))) {
            full.add(event.getLong("gcId"));
        }
    }

    /** A {@code jdk.GCPhasePause}. */
    void pause(RecordedEvent event) {
        pauses.add(new Pause(event.getLong("gcId"), event.getDuration().toNanos()));
    }

    /** Pauses of collections that the program needed. */
    Durations pauses() {
        return pauses(false);
    }

    /** Pauses of collections that were asked for, by {@code System.gc()} or {@code jcmd}. */
    Durations askedPauses() {
        return pauses(true);
    }

    private Durations pauses(boolean ofAsked) {
        Durations durations = new Durations();
        for (Pause pause : pauses) {
            if (asked.contains(pause.collection) == ofAsked) {
                durations.add(pause.nanos);
            }
        }
        return durations;
    }

    /** A {@code jdk.GCHeapSummary}. */
    void heap(RecordedEvent event) {
        uses.add(
                new HeapUse(
                        event.getLong("gcId"),
                        event.getStartTime(),
                        event.getString("when").startsWith("After"),
                        event.getLong("heapUsed")));
    }

    /** What was used after each collection. */
    Series afterAny() {
        Series series = new Series();
        uses.stream().filter(HeapUse::after).forEach(use -> series.add(use.at, (double) use.bytes));
        return series;
    }

    /** What was used after each full collection: what lives. */
    Series afterFull() {
        Series series = new Series();
        uses.stream()
                .filter(use -> use.after && full.contains(use.collection))
                .forEach(use -> series.add(use.at, (double) use.bytes));
        return series;
    }

    /**
     * How fast memory was filled, from the end of each collection to the beginning of the next; 0
     * if there are not two. Exact where the program stands still while it is collected.
     */
    double allocatedBytesPerSecond() {
        List<HeapUse> inOrder =
                uses.stream()
                        .sorted(
                                Comparator.comparing(HeapUse::at)
                                        .thenComparingLong(HeapUse::collection)
                                        .thenComparing(HeapUse::after))
                        .toList();
        long bytes = 0;
        Duration time = Duration.ZERO;
        for (int i = 1; i < inOrder.size(); i++) {
            HeapUse from = inOrder.get(i - 1);
            HeapUse to = inOrder.get(i);
            if (!to.after) {
                bytes += Math.max(0, to.bytes - from.bytes);
                time = time.plus(Duration.between(from.at, to.at));
            }
        }
        return time.isZero() ? 0 : bytes / (time.toNanos() / 1e9);
    }

    void put(ObjectNode json) {
        pauses().put(json.putObject("pauses"));
        askedPauses().put(json.putObject("pauses_asked_for"));
        causes.put(json.putArray("collections_by_cause"), 10);
        json.put("collections", causes.whole());
        json.put("allocated_bytes_per_second", allocatedBytesPerSecond());
        afterAny().put(json.putObject("heap_after_collection_bytes"));
        afterFull().put(json.putObject("heap_after_full_collection_bytes"));
    }
}
