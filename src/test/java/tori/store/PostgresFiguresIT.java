package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.config.StorePlace;
import tori.history.Bucket;
import tori.history.BucketCodec;
import tori.history.Buckets;
import tori.history.Resolution;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the history of 10,000 monitors costs on a PostgreSQL server beside tori; prints it. */
class PostgresFiguresIT {

    private static final long START = SqlHistoryContract.NOW.toEpochMilli();
    private static final long DAY = Resolution.DAY.bucketMillis();
    private static final int MONITORS = 10_000;
    private static final int MONITORS_AT_ONCE = 50;
    private static final int DAYS = 90;

    @Test
    void shouldFoldAndAnswerForManyMonitors() throws Exception {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        Engine engine = Engine.open(place);
        try {
            HistoryTable table = new HistoryTable(engine.connection());
            HistoryFolding folding = new HistoryFolding(table);
            List<MonitorId> ids = new ArrayList<>();
            engine.begin(false);
            for (int number = 1; number <= MONITORS; number++) {
                ids.add(new MonitorId("site", "monitor" + number));
                table.add(new HistoryTable.MonitorRow(number, ids.getLast(), 0, START));
            }
            engine.commit();
            remember(engine, table);
            List<Long> nanos = fold(engine, folding);
            long all = nanos.stream().mapToLong(Long::longValue).sum();
            System.out.printf(
                    "ten minutes of %d monitors, a check every 10 s: folded in %d ms,"
                            + " %d monitors at once in %d ms at most%n",
                    MONITORS,
                    Duration.ofNanos(all).toMillis(),
                    MONITORS_AT_ONCE,
                    Duration.ofNanos(nanos.stream().max(Long::compare).orElseThrow()).toMillis());
            SqlHistory history =
                    new SqlHistory(table, HistoryMemory.load(table), PostgresFiguresIT::read);
            long began = System.nanoTime();
            Map<MonitorId, List<Bucket>> days =
                    history.buckets(ids, Resolution.DAY, START, START + DAYS * DAY);
            System.out.printf(
                    "%d days of %d monitors: read in %d ms%n",
                    DAYS, MONITORS, Duration.ofNanos(System.nanoTime() - began).toMillis());
            assertThat(days).hasSize(MONITORS);
            assertThat(days.values()).allSatisfy(some -> assertThat(some).hasSize(DAYS));
        } finally {
            engine.close();
        }
    }

    /** Writes days that are over, a check in each. */
    private static void remember(Engine engine, HistoryTable table) throws SQLException {
        Buckets buckets = new Buckets(Resolution.DAY);
        for (int day = 0; day < DAYS; day++) {
            buckets.add(new Sample(START + day * DAY, Outcome.UP, 1_000 + day));
        }
        Map<Long, List<Bucket>> segments =
                buckets.build().stream()
                        .collect(
                                Collectors.groupingBy(
                                        bucket -> HistoryTier.DAY.segmentOf(bucket.startMillis())));
        for (Map.Entry<Long, List<Bucket>> segment : segments.entrySet()) {
            byte[] body = BucketCodec.encode(Resolution.DAY, segment.getKey(), segment.getValue());
            Map<SegmentKey, byte[]> bodies = new HashMap<>();
            for (int number = 1; number <= MONITORS; number++) {
                bodies.put(new SegmentKey(segment.getKey(), number), body);
            }
            engine.begin(false);
            table.put(HistoryTier.DAY, bodies);
            engine.commit();
        }
    }

    /** Ten minutes as they are folded while tori runs; returns how long each piece took. */
    private static List<Long> fold(Engine engine, HistoryFolding folding) throws SQLException {
        List<Long> nanos = new ArrayList<>();
        for (int first = 1; first <= MONITORS; first += MONITORS_AT_ONCE) {
            Map<Long, List<Sample>> piece = new HashMap<>();
            for (long number = first; number < first + MONITORS_AT_ONCE; number++) {
                List<Sample> own = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    own.add(new Sample(START + i * 10_000L, Outcome.UP, 1_000 + i));
                }
                piece.put(number, own);
            }
            long began = System.nanoTime();
            engine.begin(false);
            folding.fold(piece);
            engine.commit();
            nanos.add(System.nanoTime() - began);
        }
        return nanos;
    }

    private static <T> T read(SqlDeliveries.Query<T> query) throws IOException {
        try {
            return query.run();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
