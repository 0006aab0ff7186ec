package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.history.Bucket;
import tori.history.Resolution;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;
import tori.telemetry.CountingMeters;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** What becomes of the history over time, and where something goes wrong. */
class HistoryStoreTest {

    private static final MonitorId PAGE = new MonitorId("site", "page");
    private static final Instant START = Instant.parse("2026-03-29T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ALL = 1_000_000;

    @TempDir Path folder;

    private final CountingMeters meters = new CountingMeters();

    private Path file() {
        return folder.resolve("tori.db");
    }

    private StoreSettings settings(Duration foldEvery) {
        HistorySettings usual = HistorySettings.STANDARD;
        return StoreFixtures.settings(file())
                .with(
                        new HistorySettings(
                                usual.samples(),
                                usual.minutes(),
                                usual.hours(),
                                Duration.ofMillis(2),
                                foldEvery));
    }

    private SqliteStore open(Instant now) throws StoreException {
        return SqliteStore.open(
                settings(Duration.ofMillis(1)), SqliteHistoryTest.dependencies(meters, now));
    }

    private static Sample sample(long index) {
        return new Sample(START.plusSeconds(10 * index).toEpochMilli(), Outcome.UP, 1_000 + index);
    }

    private long query(String sql) throws SQLException {
        try (Connection connection = Database.connect(file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    private long rows(String table) throws SQLException {
        return query("SELECT count(*) FROM " + table);
    }

    private void awaitFolded() {
        await().atMost(PATIENCE)
                .until(() -> rows("history_journal") == 0 && rows("history_raw") > 0);
    }

    private static List<Sample> samples(SqliteStore store) throws Exception {
        return store.history().samples(PAGE, 0, Sample.MAX_TIME_MILLIS, ALL);
    }

    private static long checks(SqliteStore store, Resolution resolution) throws Exception {
        long from = START.minus(Duration.ofDays(1)).toEpochMilli();
        long to = START.plus(Duration.ofDays(2)).toEpochMilli();
        return store.history().buckets(PAGE, resolution, from, to).stream()
                .mapToLong(Bucket::checks)
                .sum();
    }

    @Test
    void shouldKeepChecksForHoursMinutesForDaysAndHoursForAYear() throws Exception {
        try (SqliteStore store = open(START)) {
            for (int i = 0; i < 300; i++) {
                store.sampled(PAGE, sample(i));
            }
            await().atMost(PATIENCE).until(() -> samples(store).size() == 300);
            awaitFolded();
        }
        StoreFixtures.letPass(file());
        try (SqliteStore store = open(START.plus(Duration.ofHours(8)))) {
            await().atMost(PATIENCE).until(() -> rows("history_raw") == 0);
            assertThat(samples(store)).isEmpty();
            assertThat(checks(store, Resolution.MINUTE)).isEqualTo(300);
        }
        StoreFixtures.letPass(file());
        try (SqliteStore store = open(START.plus(Duration.ofDays(3)))) {
            await().atMost(PATIENCE).until(() -> rows("history_minute") == 0);
            assertThat(checks(store, Resolution.HOUR)).isEqualTo(300);
            assertThat(checks(store, Resolution.DAY)).isEqualTo(300);
        }
        StoreFixtures.letPass(file());
        try (SqliteStore store = open(START.plus(Duration.ofDays(370)))) {
            await().atMost(PATIENCE).until(() -> rows("history_hour") == 0);
            assertThat(store.history().knows(PAGE)).isTrue();
        }
        StoreFixtures.letPass(file());
        try (SqliteStore store = open(START.plus(Duration.ofDays(400)))) {
            await().atMost(PATIENCE).until(() -> rows("history_monitor") == 0);
            assertThat(rows("history_day")).isZero();
            await().atMost(PATIENCE).until(() -> !store.history().knows(PAGE));
            // One of that name may come back.
            store.sampled(PAGE, sample(0));
            await().atMost(PATIENCE).until(() -> store.history().knows(PAGE));
        }
    }

    @Test
    void shouldAddToWhatIsThereWhenTheClockIsSetBack() throws Exception {
        Instant later = START.plus(Duration.ofHours(5));
        try (SqliteStore store = open(later)) {
            for (int i = 0; i < 60; i++) {
                store.sampled(PAGE, sample(i));
            }
            await().atMost(PATIENCE).until(() -> samples(store).size() == 60);
            awaitFolded();
            store.sampled(PAGE, new Sample(later.toEpochMilli(), Outcome.UP, 5));
            for (int i = 0; i < 60; i++) {
                store.sampled(PAGE, sample(i));
            }
            await().atMost(PATIENCE).until(() -> samples(store).size() == 121);
        }
        try (SqliteStore store = open(later)) {
            for (Resolution resolution : Resolution.values()) {
                assertThat(checks(store, resolution)).isEqualTo(121);
            }
        }
    }

    @Test
    void shouldLeaveOutWhatIsDamagedAndGoOn() throws Exception {
        try (SqliteStore store = open(START)) {
            store.sampled(PAGE, sample(0));
            awaitFolded();
        }
        try (Connection connection = Database.connect(file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE history_hour SET body = x'ffff'");
            statement.executeUpdate("UPDATE history_raw SET body = x'ff'");
            statement.executeUpdate("INSERT INTO history_journal VALUES (1000, x'ff')");
        }
        try (SqliteStore store = open(START)) {
            assertThat(samples(store)).isEmpty();
            assertThat(checks(store, Resolution.HOUR)).isZero();
            assertThat(checks(store, Resolution.DAY)).isEqualTo(1);
            store.sampled(PAGE, sample(1));
            await().atMost(PATIENCE).until(() -> samples(store).equals(List.of(sample(1))));
            awaitFolded();
            assertThat(samples(store)).containsExactly(sample(1));
            assertThat(checks(store, Resolution.HOUR)).isEqualTo(1);
            assertThat(checks(store, Resolution.DAY)).isEqualTo(2);
        }
    }

    @Test
    void shouldWaitForADiskThatRefusesAndCountWhatHasNoRoomMeanwhile() throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        try (SqliteStore store =
                SqliteStore.open(
                        settings(Duration.ofDays(1)),
                        SqliteHistoryTest.dependencies(meters, START),
                        file -> {
                            connection.set(Database.connect(file));
                            return connection.get();
                        })) {
            limitPages(connection.get(), 1);
            store.record(
                    PAGE,
                    StateStoreContract.whole("a", Map.of(1L, "x".repeat(500_000))),
                    List.of());
            await().atMost(PATIENCE).until(() -> store.trouble() != null);
            for (int i = 0; i < 100_050; i++) {
                store.sampled(PAGE, sample(0));
            }
            assertThat(meters.count("samplesLost")).isEqualTo(50);
            limitPages(connection.get(), 100_000);
            await().atMost(PATIENCE).until(() -> checks(store, Resolution.DAY) == 100_000);
            assertThat(store.trouble()).isNull();
        }
        assertThat(meters.count("samplesLost")).isEqualTo(50);
    }

    @Test
    void shouldCountEveryCheckOnceAlsoWhereNobodyKnowsWhetherACommitTookEffect() throws Exception {
        UncertainCommits commits = new UncertainCommits(5);
        int count = 400;
        try (SqliteStore store =
                SqliteStore.open(
                        settings(Duration.ofMillis(1)),
                        SqliteHistoryTest.dependencies(meters, START),
                        file -> commits.over(Database.connect(file)))) {
            for (int i = 0; i < count; i++) {
                store.sampled(PAGE, sample(i));
                if (i % 20 == 0) {
                    int so = i + 1;
                    await().atMost(PATIENCE).until(() -> samples(store).size() == so);
                }
            }
            await().atMost(PATIENCE).until(() -> samples(store).size() == count);
        }
        try (SqliteStore store = open(START)) {
            assertThat(samples(store)).hasSize(count).doesNotHaveDuplicates();
            for (Resolution resolution : Resolution.values()) {
                assertThat(checks(store, resolution)).isEqualTo(count);
            }
        }
        assertThat(meters.count("samplesLost")).isZero();
    }

    private static void limitPages(Connection connection, int pages) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + pages);
        }
    }

    @Test
    void shouldCountWhatIsSampledAfterClosing() throws Exception {
        SqliteStore store = open(START);
        store.sampled(PAGE, sample(0));
        store.close();
        store.sampled(PAGE, sample(1));
        assertThat(meters.count("samplesLost")).isEqualTo(1);
        try (SqliteStore again = open(START)) {
            assertThat(samples(again)).containsExactly(sample(0));
        }
    }
}
