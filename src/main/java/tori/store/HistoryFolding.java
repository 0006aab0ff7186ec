package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.history.BucketCodec;
import tori.history.Buckets;
import tori.history.Resolution;
import tori.history.SampleCodec;
import tori.model.Sample;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds samples to the segments they belong to, within the caller's transaction. Belongs to the
 * writer.
 */
final class HistoryFolding {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryFolding.class);

    private final HistoryTable table;

    HistoryFolding(HistoryTable table) {
        this.table = table;
    }

    /**
     * Adds samples, whatever their order.
     *
     * @param samples by the numbers of their monitors
     */
    void fold(Map<Long, List<Sample>> samples) throws SQLException {
        foldRaw(bySegment(HistoryTier.RAW, samples));
        for (Resolution resolution : Resolution.values()) {
            HistoryTier tier = HistoryTier.of(resolution);
            fold(resolution, tier, bySegment(tier, samples));
        }
    }

    private static Map<SegmentKey, List<Sample>> bySegment(
            HistoryTier tier, Map<Long, List<Sample>> samples) {
        Map<SegmentKey, List<Sample>> segments = new LinkedHashMap<>();
        samples.forEach((monitor, own) -> {
            for (Sample sample : own) {
                SegmentKey key = new SegmentKey(tier.segmentOf(sample.timeMillis()), monitor);
                segments.computeIfAbsent(key, _ -> new ArrayList<>()).add(sample);
            }
        });
        return segments;
    }

    private void foldRaw(Map<SegmentKey, List<Sample>> added) throws SQLException {
        Map<SegmentKey, byte[]> before = table.segments(HistoryTier.RAW, added.keySet());
        Map<SegmentKey, byte[]> after = new LinkedHashMap<>();
        added.forEach((key, samples) -> {
            List<Sample> all = new ArrayList<>(raw(key.segment(), before.get(key)));
            all.addAll(samples);
            after.put(key, SampleCodec.encode(key.segment(), all));
        });
        table.put(HistoryTier.RAW, after);
    }

    private void fold(Resolution resolution, HistoryTier tier, Map<SegmentKey, List<Sample>> added)
            throws SQLException {
        Map<SegmentKey, byte[]> before = table.segments(tier, added.keySet());
        Map<SegmentKey, byte[]> after = new LinkedHashMap<>();
        added.forEach((key, samples) -> {
            Buckets buckets = new Buckets(resolution);
            addTo(buckets, resolution, key.segment(), before.get(key));
            samples.forEach(buckets::add);
            after.put(key, BucketCodec.encode(resolution, key.segment(), buckets.build()));
        });
        table.put(tier, after);
    }

    /** The samples of a segment; none of one that is damaged, which is begun anew. */
    static List<Sample> raw(long segment, byte @Nullable [] body) {
        if (body == null) {
            return List.of();
        }
        try {
            return SampleCodec.decode(segment, body);
        } catch (IOException e) {
            LOG.warn("ten minutes of a monitor's history are damaged; they are left out", e);
            return List.of();
        }
    }

    /** Counts a segment's buckets; none of one that is damaged, which is begun anew. */
    static void addTo(
            Buckets buckets, Resolution resolution, long segment, byte @Nullable [] body) {
        if (body == null) {
            return;
        }
        try {
            BucketCodec.decode(resolution, segment, body).forEach(buckets::add);
        } catch (IOException e) {
            LOG.warn("a piece of a monitor's history is damaged; it is left out", e);
        }
    }
}
