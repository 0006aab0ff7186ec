package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.account.NewUser;
import tori.account.User;
import tori.account.UserAddition;
import tori.account.UserStore;
import tori.config.StorePlace;
import tori.history.Bucket;
import tori.history.Resolution;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.network.CuttableProxy;
import tori.poll.MonitorStore;
import tori.poll.StoredMonitor;
import tori.telemetry.CountingMeters;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What becomes of users, added monitors and the history where the connection breaks while they are
 * committed: nobody knows then whether that took effect.
 */
class PostgresDoubtIT {

    private static final MonitorId PAGE = new MonitorId("site", "page");
    private static final Instant NOW = SqlHistoryContract.NOW;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountingMeters meters = new CountingMeters();
    private final StorePlace.Postgres place = PostgresFixture.newPlace();
    private final AtomicBoolean breaks = new AtomicBoolean();

    private SqlStore open(UnaryOperator<Connection> around) throws StoreException {
        HistorySettings usual = HistorySettings.STANDARD;
        return SqlStore.open(
                StoreFixtures.settings(place)
                        .with(
                                new HistorySettings(
                                        usual.samples(),
                                        usual.minutes(),
                                        usual.hours(),
                                        Duration.ofMillis(2),
                                        Duration.ofMillis(5))),
                SqlHistoryContract.dependencies(meters, NOW),
                PostgresEngine.open(place, around));
    }

    /** One that has done what it does by itself at its start. */
    private SqlStore openBreaking(boolean takesEffect) throws StoreException {
        SqlStore store =
                open(connection -> PostgresLossIT.breaking(connection, breaks, takesEffect));
        for (int i = 0; i < 2; i++) {
            store.record(PAGE, StateStoreContract.whole("a", Map.of(1L, "start")), List.of());
            await().atMost(PATIENCE).until(() -> store.unwritten().isNothing());
        }
        return store;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldChangeUsersOnceAndTellWhatCameOfIt(boolean takesEffect) throws Exception {
        try (SqlStore store = openBreaking(takesEffect)) {
            UserStore users = store.users();
            breaks.set(true);
            UserAddition addition = users.add(new NewUser("bob", "hash", false, NOW), true);
            assertThat(breaks).isFalse();
            assertThat(addition).isInstanceOf(UserAddition.Added.class);
            User bob = ((UserAddition.Added) addition).user();
            assertThat(users.users(10, 0)).containsExactly(bob);

            breaks.set(true);
            User changed = users.changePassword(bob.account().id(), "hash", "better", true);
            assertThat(breaks).isFalse();
            assertThat(changed).isEqualTo(new User(bob.account(), "better", 1));
            assertThat(users.find("bob")).isEqualTo(changed);

            UUID token = UUID.randomUUID();
            breaks.set(true);
            users.endToken(token, NOW.plusSeconds(9), NOW);
            assertThat(breaks).isFalse();
            assertThat(users.isEnded(token)).isTrue();

            breaks.set(true);
            assertThat(users.secret("jwt", new byte[] {1})).containsExactly(1);
            assertThat(breaks).isFalse();
            assertThat(users.secret("jwt", new byte[] {2})).containsExactly(1);
            assertThat(store.trouble()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldChangeAddedMonitorsOnceAndTellWhatCameOfIt(boolean takesEffect) throws Exception {
        StoredMonitor first =
                new StoredMonitor(UUID.randomUUID(), 7, false, PAGE, "{}", 1, NOW, NOW);
        StoredMonitor second = first.changed("{\"a\":1}", true, NOW);
        try (SqlStore store = openBreaking(takesEffect)) {
            MonitorStore monitors = store.addedMonitors();
            breaks.set(true);
            assertThat(get(monitors.add(first))).isTrue();
            assertThat(breaks).isFalse();
            assertThat(monitors.monitors()).containsExactly(first);

            breaks.set(true);
            assertThat(get(monitors.change(second))).isTrue();
            assertThat(breaks).isFalse();
            assertThat(monitors.monitors()).containsExactly(second);

            breaks.set(true);
            assertThat(get(monitors.remove(first.id(), true, NOW))).isTrue();
            assertThat(breaks).isFalse();
            assertThat(monitors.monitors()).isEmpty();
            assertThat(store.load(PAGE, "a")).as("it is forgotten").isNull();
        }
    }

    /** Journal, folding, the end of a round and pruning: each of the first commits in turn. */
    @ParameterizedTest
    @CsvSource({
        "1, true",
        "2, true",
        "3, true",
        "4, true",
        "5, true",
        "6, true",
        "7, true",
        "8, true",
        "1, false",
        "2, false",
        "3, false",
        "4, false",
        "5, false",
        "6, false",
        "7, false",
        "8, false"
    })
    void shouldCountEveryCheckOnceWhicheverCommitBreaks(int number, boolean takesEffect)
            throws Exception {
        AtomicInteger left = new AtomicInteger(number);
        List<Sample> samples =
                List.of(
                        new Sample(NOW.toEpochMilli(), Sample.Outcome.UP, 100),
                        new Sample(NOW.toEpochMilli() + 1_000, Sample.Outcome.FAILED, 0),
                        new Sample(NOW.toEpochMilli() + 2_000, Sample.Outcome.UP, 300));
        try (SqlStore store = open(connection -> breakingOnce(connection, left, takesEffect))) {
            for (int i = 0; i < samples.size(); i++) {
                store.sampled(PAGE, samples.get(i));
                List<Sample> written = samples.subList(0, i + 1);
                assertThat(unbroken(() -> found(store), found -> found.size() >= written.size()))
                        .isEqualTo(written);
            }
            await().atMost(PATIENCE).until(() -> left.get() <= 0 && isFolded());
            assertThat(unbroken(() -> found(store), _ -> true)).isEqualTo(samples);
            assertThat(unbroken(() -> checks(store), _ -> true)).isEqualTo(samples.size());
        }
        try (SqlStore store = open(UnaryOperator.identity())) {
            assertThat(found(store)).isEqualTo(samples);
            assertThat(checks(store)).isEqualTo(samples.size());
        }
        assertThat(meters.count("samplesLost")).isZero();
        assertThat(meters.count("loopFailed:history")).isZero();
    }

    /** What is read; whoever does while a commit of the writer breaks meets that too. */
    private static <T> T unbroken(Callable<T> read, Predicate<T> enough) {
        return await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(StoreException.class)
                .until(read, enough);
    }

    private boolean isFolded() {
        return PostgresFixture.number(place, "SELECT count(*) FROM history_journal") == 0
                && PostgresFixture.number(place, "SELECT count(*) FROM history_raw") == 1;
    }

    private static List<Sample> found(SqlStore store) throws Exception {
        return store.history().samples(PAGE, 0, Sample.MAX_TIME_MILLIS, 100);
    }

    private static long checks(SqlStore store) throws Exception {
        long day = Resolution.DAY.startOf(NOW.toEpochMilli());
        return store.history().buckets(PAGE, Resolution.MINUTE, day, day + 86_400_000).stream()
                .mapToLong(Bucket::checks)
                .sum();
    }

    /** A connection of which the so many-th commit of the writer breaks. */
    private static Connection breakingOnce(
            Connection connection, AtomicInteger left, boolean takesEffect) {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, method, arguments) -> {
                            try {
                                if (!method.getName().equals("commit")
                                        || !Thread.currentThread().getName().equals("tori-store")
                                        || left.decrementAndGet() != 0) {
                                    return method.invoke(connection, arguments);
                                }
                                if (takesEffect) {
                                    connection.commit();
                                }
                                connection.close();
                                throw new SQLException("cut", "08006");
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** Whoever is told that something was not done must not find it done later. */
    @Test
    void shouldNotDoLaterWhatNobodyWaitsForAnyMore() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(PostgresFixture.server().getPort())) {
            StorePlace.Postgres cuttable =
                    PostgresFixture.place(proxy.port(), PostgresFixture.schema(place));
            try (SqlStore store =
                    SqlStore.open(
                            StoreFixtures.settings(cuttable),
                            SqlHistoryContract.dependencies(meters, NOW))) {
                proxy.refuse(true);
                proxy.cut();
                assertThatThrownBy(() ->
                                store.users().add(new NewUser("bob", "hash", false, NOW), false))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("is not reachable");
                proxy.refuse(false);
                assertThat(store.users().secret("jwt", new byte[] {1})).containsExactly(1);
                assertThat(store.users().count()).isZero();
            }
        }
    }
}
