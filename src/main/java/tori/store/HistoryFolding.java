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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** Adds samples of a monitor, whatever their order. */
    void fold(long monitor, List<Sample> samples) throws SQLException {
        for (Map.Entry<Long, List<Sample>> one : bySegment(HistoryTier.RAW, samples).entrySet()) {
            long segment = one.getKey();
            List<Sample> all = new ArrayList<>(rawOf(monitor, segment));
            all.addAll(one.getValue());
            table.put(HistoryTier.RAW, segment, monitor, SampleCodec.encode(segment, all));
        }
        for (Resolution resolution : Resolution.values()) {
            HistoryTier tier = HistoryTier.of(resolution);
            for (Map.Entry<Long, List<Sample>> one : bySegment(tier, samples).entrySet()) {
                long segment = one.getKey();
                Buckets buckets = bucketsOf(monitor, resolution, segment);
                one.getValue().forEach(buckets::add);
                table.put(
                        tier,
                        segment,
                        monitor,
                        BucketCodec.encode(resolution, segment, buckets.build()));
            }
        }
    }

    private static Map<Long, List<Sample>> bySegment(HistoryTier tier, List<Sample> samples) {
        Map<Long, List<Sample>> segments = new TreeMap<>();
        for (Sample sample : samples) {
            segments.computeIfAbsent(tier.segmentOf(sample.timeMillis()), _ -> new ArrayList<>())
                    .add(sample);
        }
        return segments;
    }

    private List<Sample> rawOf(long monitor, long segment) throws SQLException {
        return raw(segment, table.segment(HistoryTier.RAW, segment, monitor));
    }

    private Buckets bucketsOf(long monitor, Resolution resolution, long segment)
            throws SQLException {
        Buckets buckets = new Buckets(resolution);
        addTo(
                buckets,
                resolution,
                segment,
                table.segment(HistoryTier.of(resolution), segment, monitor));
        return buckets;
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
