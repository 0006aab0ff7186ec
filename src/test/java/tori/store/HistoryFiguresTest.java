package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.history.Bucket;
import tori.history.BucketCodec;
import tori.history.Buckets;
import tori.history.Resolution;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a history takes in rows, bytes and time; prints it. */
class HistoryFiguresTest {

    private static final long START = SqlHistoryContract.NOW.toEpochMilli();
    private static final long DAY = Resolution.DAY.bucketMillis();
    private static final int EVERY_MILLIS = 10_000;

    @TempDir Path folder;

    private static Sample sample(Random random, long time) {
        long latency = (long) (80_000 * Math.exp(random.nextGaussian() / 4));
        return random.nextInt(500) == 0
                ? new Sample(time, Outcome.FAILED, Sample.NO_LATENCY)
                : new Sample(time + random.nextInt(400), Outcome.UP, latency);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private record Size(long rows, long bytes) {}

    private static Size size(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*), sum(length(body)) FROM " + table)) {
            row.next();
            return new Size(row.getLong(1), row.getLong(2));
        }
    }

    /** Forty monitors, a day, each every ten seconds. */
    @Test
    void shouldTakeFewRowsAndFewBytesOfEachCheck() throws Exception {
        int monitors = 40;
        Path file = folder.resolve("day.db");
        long checks = 0;
        long nanos = 0;
        try (Connection connection = Database.open(file, Database::connect)) {
            HistoryFolding folding = new HistoryFolding(new HistoryTable(connection));
            Random random = new Random(1);
            for (long time = START; time < START + DAY; time += 600_000) {
                Map<Long, List<Sample>> all = new HashMap<>();
                for (long monitor = 1; monitor <= monitors; monitor++) {
                    List<Sample> samples = new ArrayList<>();
                    for (int i = 0; i < 600_000 / EVERY_MILLIS; i++) {
                        samples.add(sample(random, time + (long) i * EVERY_MILLIS));
                    }
                    all.put(monitor, samples);
                    checks += samples.size();
                }
                long began = System.nanoTime();
                execute(connection, "BEGIN IMMEDIATE");
                folding.fold(all);
                execute(connection, "COMMIT");
                nanos += System.nanoTime() - began;
            }
            for (HistoryTier tier : HistoryTier.values()) {
                Size size = size(connection, tier.table());
                System.out.printf(
                        "%s: %.4f rows and %.2f bytes per check%n",
                        tier.table(),
                        (double) size.rows() / checks,
                        (double) size.bytes() / checks);
                assertThat(size.bytes()).isLessThan(6 * checks);
                assertThat(size.rows()).isLessThanOrEqualTo(checks / 59);
            }
        }
        long fileBytes = Files.size(file);
        System.out.printf(
                "%d checks: %.1f bytes of the file and %.1f us of folding per check%n",
                checks, (double) fileBytes / checks, nanos / 1_000.0 / checks);
        assertThat(fileBytes).isLessThan(20 * checks);
    }

    /** Ninety days of 10,000 monitors. */
    @Test
    void shouldAnswerForAllMonitors() throws Exception {
        int monitors = 10_000;
        try (Connection connection = Database.open(folder.resolve("many.db"), Database::connect)) {
            HistoryTable table = new HistoryTable(connection);
            execute(connection, "BEGIN IMMEDIATE");
            List<MonitorId> ids = fill(table, monitors);
            execute(connection, "COMMIT");
            HistoryMemory memory = HistoryMemory.load(table);
            SqlHistory history = new SqlHistory(table, memory, HistoryFiguresTest::read);
            for (Resolution resolution : List.of(Resolution.DAY, Resolution.HOUR)) {
                long from = resolution == Resolution.DAY ? START : START + 89 * DAY;
                int found = 0;
                long began = System.nanoTime();
                for (int page = 0; page < monitors; page += 1_000) {
                    Map<MonitorId, List<Bucket>> some =
                            history.buckets(
                                    ids.subList(page, page + 1_000),
                                    resolution,
                                    from,
                                    START + 90 * DAY);
                    found += some.values().stream().mapToInt(List::size).sum();
                }
                System.out.printf(
                        "%d monitors: %d buckets of a %s each in %d ms%n",
                        monitors,
                        found / monitors,
                        resolution.word(),
                        (System.nanoTime() - began) / 1_000_000);
                assertThat(found).isEqualTo(monitors * (resolution == Resolution.DAY ? 90 : 24));
            }
        }
    }

    private static <T> T read(SqlDeliveries.Query<T> query) throws IOException {
        try {
            return query.run();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static List<MonitorId> fill(HistoryTable table, int monitors) throws SQLException {
        List<MonitorId> ids = new ArrayList<>();
        for (int number = 1; number <= monitors; number++) {
            ids.add(new MonitorId("site", "monitor" + number));
            table.add(new HistoryTable.MonitorRow(number, ids.getLast(), 0, START));
        }
        for (Resolution resolution : List.of(Resolution.DAY, Resolution.HOUR)) {
            HistoryTier tier = HistoryTier.of(resolution);
            int days = resolution == Resolution.DAY ? 90 : 1;
            Buckets buckets = new Buckets(resolution);
            Random random = new Random(2);
            for (long time = START + (90 - days) * DAY; time < START + 90 * DAY; time += 60_000) {
                buckets.add(sample(random, time));
            }
            List<Bucket> all = buckets.build();
            long last = tier.segmentOf(START + 90 * DAY - 1);
            for (long one = tier.segmentOf(all.getFirst().startMillis()); one <= last; one++) {
                long segment = one;
                byte[] body =
                        BucketCodec.encode(
                                resolution,
                                segment,
                                all.stream()
                                        .filter(b -> tier.segmentOf(b.startMillis()) == segment)
                                        .toList());
                Map<SegmentKey, byte[]> bodies = new HashMap<>();
                for (int number = 1; number <= monitors; number++) {
                    bodies.put(new SegmentKey(segment, number), body);
                }
                table.put(tier, bodies);
            }
        }
        return ids;
    }
}
