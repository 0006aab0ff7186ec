package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.history.Resolution;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;
import tori.telemetry.CountingMeters;
import tori.time.NanoClock;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Clocks that are set, and what is deleted by them. */
class RetentionClockTest {

    private static final Instant START = Instant.parse("2026-03-29T00:00:00Z");
    private static final MonitorId ID = new MonitorId("box", "page");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path folder;

    private Duration ran = Duration.ZERO;
    private Duration shift = Duration.ZERO;
    private final NanoClock clock = () -> ran.toNanos();

    private Instant wall() {
        return START.plus(ran).plus(shift);
    }

    private Connection connect() throws Exception {
        Path file = folder.resolve("clock.db");
        return Database.open(file, Database::connect);
    }

    private RetentionClock load(Connection connection) throws Exception {
        return RetentionClock.load(new Tables(connection), clock, this::wall);
    }

    private static void remember(RetentionClock retention, Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            retention.remember(new Tables(connection));
            statement.executeUpdate("COMMIT");
        }
    }

    @Test
    void shouldGoAsTheWallClockGoes() throws Exception {
        try (Connection connection = connect()) {
            RetentionClock retention = load(connection);
            for (int i = 0; i < 10; i++) {
                ran = ran.plusMinutes(1);
                assertThat(retention.instant()).isEqualTo(wall());
            }
        }
    }

    @Test
    void shouldBelieveALeapSlowlyAndNeverRunAhead() throws Exception {
        try (Connection connection = connect()) {
            RetentionClock retention = load(connection);
            shift = Duration.ofDays(4_000);
            assertThat(retention.instant()).isEqualTo(START);
            ran = Duration.ofHours(1);
            assertThat(retention.instant())
                    .isEqualTo(START.plus(Duration.ofHours(RetentionClock.FASTEST)));
            shift = Duration.ZERO;
            assertThat(retention.instant()).as("put right").isEqualTo(wall());
            ran = ran.plusHours(1);
            assertThat(retention.instant()).isEqualTo(wall());
            shift = Duration.ofDays(-9_000);
            assertThat(retention.instant()).isEqualTo(wall());
            ran = ran.plusHours(1);
            shift = Duration.ZERO;
            assertThat(retention.instant()).as("put right again").isEqualTo(wall());
        }
    }

    @Test
    void shouldRememberHowFarItHasComeOverARestart() throws Exception {
        RetentionClock before;
        try (Connection connection = connect()) {
            before = load(connection);
            remember(before, connection);
        }
        ran = Duration.ofMinutes(1);
        shift = Duration.ofDays(4_000);
        try (Connection connection = connect()) {
            RetentionClock retention = load(connection);
            assertThat(retention.instant()).isEqualTo(START);
            ran = ran.plusMinutes(30);
            assertThat(retention.instant()).isEqualTo(START.plus(Duration.ofMinutes(300)));
            remember(retention, connection);
        }
        try (Connection connection = connect()) {
            assertThat(load(connection).instant()).isEqualTo(START.plus(Duration.ofMinutes(300)));
        }
    }

    @Test
    void shouldKeepTheHistoryWhereTheClockIsYearsAheadAfterARestart() throws Exception {
        List<Instant> kept = List.of(START.minus(Duration.ofDays(300)), START.minusSeconds(60));
        try (SqlStore store = open()) {
            for (Instant time : kept) {
                store.sampled(ID, new Sample(time.toEpochMilli(), Outcome.UP, 1_000));
            }
            await().atMost(PATIENCE).until(() -> rows("history_day") == kept.size());
        }
        shift = Duration.ofDays(4_000);
        for (int restart = 0; restart < 2; restart++) {
            try (SqlStore store = open()) {
                Sample later =
                        new Sample(wall().plusSeconds(restart).toEpochMilli(), Outcome.UP, 1);
                store.sampled(ID, later);
                // It is written after what is old was deleted, which comes first.
                await().atMost(PATIENCE)
                        .until(() ->
                                store.history()
                                        .samples(ID, later.timeMillis(), Sample.MAX_TIME_MILLIS, 1)
                                        .contains(later));
            }
        }
        shift = Duration.ZERO;
        try (SqlStore store = open()) {
            assertThat(
                            store.history()
                                    .buckets(
                                            ID,
                                            Resolution.DAY,
                                            START.minus(Duration.ofDays(366)).toEpochMilli(),
                                            START.plus(Duration.ofDays(1)).toEpochMilli())
                                    .size())
                    .isEqualTo(kept.size());
        }
    }

    private long rows(String table) throws Exception {
        try (Connection connection = Database.connect(folder.resolve("tori.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    private SqlStore open() throws Exception {
        StoreDependencies usual = StoreFixtures.dependencies(new CountingMeters());
        return SqlStore.open(
                StoreFixtures.settings(folder.resolve("tori.db"))
                        .with(
                                new HistorySettings(
                                        Duration.ofHours(6),
                                        Duration.ofDays(2),
                                        Duration.ofDays(366),
                                        Duration.ofMillis(2),
                                        Duration.ofMillis(2))),
                new StoreDependencies(
                        usual.encoder(),
                        usual.decoder(),
                        usual.meters(),
                        usual.clock(),
                        this::wall,
                        usual.random()));
    }
}
