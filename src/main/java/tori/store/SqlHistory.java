package tori.store;

import org.jspecify.annotations.Nullable;

import tori.history.Bucket;
import tori.history.Buckets;
import tori.history.CheckHistory;
import tori.history.Resolution;
import tori.model.MonitorId;
import tori.model.Sample;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The history of the store, for any thread: segments are read behind the connection's lock, what is
 * in none yet is added, and all is unpacked after the lock was given back.
 */
final class SqlHistory implements CheckHistory {

    /** Monitors read while the lock is held: some milliseconds. */
    private static final int MONITORS_AT_ONCE = 64;

    /** However far apart what is there lies. */
    private static final int KEYS_AT_ONCE = 1_024;

    private final HistoryTable table;
    private final HistoryMemory memory;
    private final SqlDeliveries.Reading reading;

    SqlHistory(HistoryTable table, HistoryMemory memory, SqlDeliveries.Reading reading) {
        this.table = table;
        this.memory = memory;
        this.reading = reading;
    }

    /** A segment as it is in the database. */
    private static final class Packed {
        final long segment;
        final byte[] body;

        Packed(long segment, byte[] body) {
            this.segment = segment;
            this.body = body;
        }
    }

    /** What there is of a monitor: segments, and samples that are in none. */
    private record Found(List<Packed> segments, List<Sample> unfolded) {}

    @Override
    public boolean knows(MonitorId monitor) {
        return memory.find(monitor) != null;
    }

    @Override
    public List<Sample> samples(MonitorId monitor, long fromMillis, long toMillis, int limit)
            throws IOException, InterruptedException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        List<Sample> samples = new ArrayList<>();
        if (fromMillis < toMillis) {
            Found found =
                    reading.read(() -> {
                        List<Long> there = table.range(HistoryTier.RAW);
                        return there.isEmpty()
                                ? new Found(List.of(), unfolded(monitor))
                                : find(
                                                List.of(monitor),
                                                HistoryTier.RAW,
                                                Math.max(
                                                        there.getFirst(),
                                                        HistoryTier.RAW.segmentOf(fromMillis)),
                                                Math.min(
                                                        there.getLast(),
                                                        HistoryTier.RAW.segmentOf(toMillis - 1)))
                                        .getOrDefault(monitor, new Found(List.of(), List.of()));
                    });
            for (Packed packed : found.segments()) {
                samples.addAll(HistoryFolding.raw(packed.segment, packed.body));
            }
            samples.addAll(found.unfolded());
        }
        return samples.stream()
                .filter(sample ->
                        sample.timeMillis() >= fromMillis && sample.timeMillis() < toMillis)
                .sorted(Comparator.comparingLong(Sample::timeMillis))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Bucket> buckets(
            MonitorId monitor, Resolution resolution, long fromMillis, long toMillis)
            throws IOException, InterruptedException {
        return buckets(List.of(monitor), resolution, fromMillis, toMillis)
                .getOrDefault(monitor, List.of());
    }

    @Override
    public Map<MonitorId, List<Bucket>> buckets(
            Collection<MonitorId> monitors, Resolution resolution, long fromMillis, long toMillis)
            throws IOException, InterruptedException {
        if (toMillis > fromMillis
                && (toMillis - fromMillis - 1) / resolution.bucketMillis() >= MAX_BUCKETS) {
            throw new IllegalArgumentException("more than " + MAX_BUCKETS + " buckets");
        }
        Map<MonitorId, List<Bucket>> all = new HashMap<>();
        List<MonitorId> wanted = List.copyOf(monitors);
        for (int i = 0; i < wanted.size(); i += MONITORS_AT_ONCE) {
            List<MonitorId> some = wanted.subList(i, Math.min(wanted.size(), i + MONITORS_AT_ONCE));
            Map<MonitorId, Found> found =
                    fromMillis < toMillis
                            ? reading.read(() -> find(some, resolution, fromMillis, toMillis))
                            : Map.of();
            for (MonitorId monitor : some) {
                Buckets buckets = new Buckets(resolution);
                Found one = found.get(monitor);
                if (one != null) {
                    unpack(one, resolution, buckets);
                }
                all.put(monitor, buckets.build(fromMillis, toMillis));
            }
        }
        return all;
    }

    private static void unpack(Found found, Resolution resolution, Buckets buckets) {
        for (Packed packed : found.segments()) {
            HistoryFolding.addTo(buckets, resolution, packed.segment, packed.body);
        }
        found.unfolded().forEach(buckets::add);
    }

    private Map<MonitorId, Found> find(
            List<MonitorId> monitors, Resolution resolution, long fromMillis, long toMillis)
            throws SQLException {
        HistoryTier tier = HistoryTier.of(resolution);
        return find(monitors, tier, tier.segmentOf(fromMillis), tier.segmentOf(toMillis - 1));
    }

    private Map<MonitorId, Found> find(
            List<MonitorId> monitors, HistoryTier tier, long first, long last) throws SQLException {
        Map<Long, List<Packed>> there = new HashMap<>();
        List<SegmentKey> keys = new ArrayList<>();
        for (MonitorId monitor : monitors) {
            HistoryMemory.Known known = memory.find(monitor);
            for (long segment = first; known != null && segment <= last; segment++) {
                keys.add(new SegmentKey(segment, known.number));
                if (keys.size() == KEYS_AT_ONCE) {
                    read(tier, keys, there);
                }
            }
        }
        read(tier, keys, there);
        Map<MonitorId, Found> found = new HashMap<>();
        for (MonitorId monitor : monitors) {
            HistoryMemory.Known known = memory.find(monitor);
            List<Packed> segments =
                    known == null ? List.of() : there.getOrDefault(known.number, List.of());
            found.put(monitor, new Found(segments, unfolded(monitor)));
        }
        return found;
    }

    /** Reads what lies there by monitor's number, in the order of segments; no key is left. */
    private void read(HistoryTier tier, List<SegmentKey> keys, Map<Long, List<Packed>> there)
            throws SQLException {
        Map<SegmentKey, byte[]> bodies = table.segments(tier, keys);
        for (SegmentKey key : keys) {
            byte @Nullable [] body = bodies.get(key);
            if (body != null) {
                there.computeIfAbsent(key.monitor(), _ -> new ArrayList<>())
                        .add(new Packed(key.segment(), body));
            }
        }
        keys.clear();
    }

    private List<Sample> unfolded(MonitorId monitor) {
        HistoryMemory.Known known = memory.find(monitor);
        return known == null ? List.of() : known.unfolded();
    }
}
