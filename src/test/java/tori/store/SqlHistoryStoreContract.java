package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import tori.config.StorePlace;
import tori.history.Bucket;
import tori.history.Resolution;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;
import tori.telemetry.CountingMeters;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** What becomes of the history over time, and where something goes wrong, in every database. */
abstract class SqlHistoryStoreContract {

    static final MonitorId PAGE = new MonitorId("site", "page");
    static final Instant START = Instant.parse("2026-03-29T12:00:00Z");
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ALL = 1_000_000;

    final CountingMeters meters = new CountingMeters();

    /** The same each time. */
    abstract StorePlace place();

    /** Opens the database on connections that are used through others. */
    abstract Engine engine(UnaryOperator<Connection> around) throws StoreException;

    /** The first number that a query finds. */
    abstract long number(String sql) throws Exception;

    /** Does something to the database that is not open. */
    abstract void change(String sql) throws Exception;

    /** How many checks are written where commits fail. */
    abstract int uncertainChecks();

    /** How bytes are written in a statement. */
    abstract String bytes(String hexadecimal);

    final StoreSettings settings(Duration foldEvery) {
        HistorySettings usual = HistorySettings.STANDARD;
        return StoreFixtures.settings(place())
                .with(
                        new HistorySettings(
                                usual.samples(),
                                usual.minutes(),
                                usual.hours(),
                                Duration.ofMillis(2),
                                foldEvery));
    }

    private SqlStore open(Instant now) throws StoreException {
        return SqlStore.open(
                settings(Duration.ofMillis(1)), SqlHistoryContract.dependencies(meters, now));
    }

    static Sample sample(long index) {
        return new Sample(START.plusSeconds(10 * index).toEpochMilli(), Outcome.UP, 1_000 + index);
    }

    private long rows(String table) throws Exception {
        return number("SELECT count(*) FROM " + table);
    }

    private void awaitFolded() {
        await().atMost(PATIENCE)
                .until(() -> rows("history_journal") == 0 && rows("history_raw") > 0);
    }

    private static List<Sample> samples(SqlStore store) throws Exception {
        return store.history().samples(PAGE, 0, Sample.MAX_TIME_MILLIS, ALL);
    }

    static long checks(SqlStore store, Resolution resolution) throws Exception {
        long from = START.minus(Duration.ofDays(1)).toEpochMilli();
        long to = START.plus(Duration.ofDays(2)).toEpochMilli();
        return store.history().buckets(PAGE, resolution, from, to).stream()
                .mapToLong(Bucket::checks)
                .sum();
    }

    @Test
    void shouldKeepChecksForHoursMinutesForDaysAndHoursForAYear() throws Exception {
        try (SqlStore store = open(START)) {
            for (int i = 0; i < 300; i++) {
                store.sampled(PAGE, sample(i));
            }
            await().atMost(PATIENCE).until(() -> samples(store).size() == 300);
            awaitFolded();
        }
        StoreFixtures.letPass(place());
        try (SqlStore store = open(START.plus(Duration.ofHours(8)))) {
            await().atMost(PATIENCE).until(() -> rows("history_raw") == 0);
            assertThat(samples(store)).isEmpty();
            assertThat(checks(store, Resolution.MINUTE)).isEqualTo(300);
        }
        StoreFixtures.letPass(place());
        try (SqlStore store = open(START.plus(Duration.ofDays(3)))) {
            await().atMost(PATIENCE).until(() -> rows("history_minute") == 0);
            assertThat(checks(store, Resolution.HOUR)).isEqualTo(300);
            assertThat(checks(store, Resolution.DAY)).isEqualTo(300);
        }
        StoreFixtures.letPass(place());
        try (SqlStore store = open(START.plus(Duration.ofDays(370)))) {
            await().atMost(PATIENCE).until(() -> rows("history_hour") == 0);
            assertThat(store.history().knows(PAGE)).isTrue();
        }
        StoreFixtures.letPass(place());
        try (SqlStore store = open(START.plus(Duration.ofDays(400)))) {
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
        try (SqlStore store = open(later)) {
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
        try (SqlStore store = open(later)) {
            for (Resolution resolution : Resolution.values()) {
                assertThat(checks(store, resolution)).isEqualTo(121);
            }
        }
    }

    @Test
    void shouldLeaveOutWhatIsDamagedAndGoOn() throws Exception {
        try (SqlStore store = open(START)) {
            store.sampled(PAGE, sample(0));
            awaitFolded();
        }
        change("UPDATE history_hour SET body = " + bytes("ffff"));
        change("UPDATE history_raw SET body = " + bytes("ff"));
        change("INSERT INTO history_journal VALUES (1000, " + bytes("ff") + ")");
        try (SqlStore store = open(START)) {
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

    /** While a connection is taken anew nothing can be read. */
    private static void awaitSamples(SqlStore store, int count) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(StoreException.class)
                .until(() -> samples(store).size() == count);
    }

    @Test
    void shouldCountEveryCheckOnceAlsoWhereNobodyKnowsWhetherACommitTookEffect() throws Exception {
        UncertainCommits commits = new UncertainCommits(5);
        int count = uncertainChecks();
        try (SqlStore store =
                SqlStore.open(
                        settings(Duration.ofMillis(1)),
                        SqlHistoryContract.dependencies(meters, START),
                        engine(commits::over))) {
            for (int i = 0; i < count; i++) {
                store.sampled(PAGE, sample(i));
                if (i % 20 == 0) {
                    int so = i + 1;
                    awaitSamples(store, so);
                }
            }
            awaitSamples(store, count);
        }
        try (SqlStore store = open(START)) {
            assertThat(samples(store)).hasSize(count).doesNotHaveDuplicates();
            for (Resolution resolution : Resolution.values()) {
                assertThat(checks(store, resolution)).isEqualTo(count);
            }
        }
        assertThat(meters.count("samplesLost")).isZero();
    }

    @Test
    void shouldCountWhatIsSampledAfterClosing() throws Exception {
        SqlStore store = open(START);
        store.sampled(PAGE, sample(0));
        store.close();
        store.sampled(PAGE, sample(1));
        assertThat(meters.count("samplesLost")).isEqualTo(1);
        try (SqlStore again = open(START)) {
            assertThat(samples(again)).containsExactly(sample(0));
        }
    }
}
