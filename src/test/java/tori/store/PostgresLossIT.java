package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.config.StorePlace;
import tori.delivery.Acceptance;
import tori.delivery.Attempt;
import tori.delivery.Claimed;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.DeliveryStore;
import tori.delivery.Notices;
import tori.delivery.Outcome;
import tori.delivery.Settlement;
import tori.model.Answer;
import tori.model.Condition;
import tori.model.History;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.model.Transition;
import tori.network.CuttableProxy;
import tori.poll.StateChange;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** What becomes of a store whose connection to the server breaks. */
class PostgresLossIT {

    private static final MonitorId ENERGY = new MonitorId("gorilla", "energy");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    private static SqlStore open(StorePlace.Postgres place) throws StoreException {
        return open(place, UnaryOperator.identity());
    }

    private static SqlStore open(StorePlace.Postgres place, UnaryOperator<Connection> around)
            throws StoreException {
        return SqlStore.open(
                StoreFixtures.settings(place),
                OwingProcess.dependencies(),
                PostgresEngine.open(place, around));
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Owed owed(String key) {
        return new Owed("main", key, Notices.notice(key, "text"));
    }

    private static void record(SqlStore store, String text) {
        store.record(ENERGY, StateStoreContract.whole("a", Map.of(1L, text)), List.of());
    }

    private static String state(SqlStore store) throws Exception {
        Map<Long, String> state = StateStoreContract.texts(store.load(ENERGY, "a"));
        return state == null ? "none" : state.get(1L);
    }

    private static void awaitWritten(SqlStore store) {
        await().atMost(PATIENCE).until(() -> store.unwritten().isNothing());
    }

    @Test
    void shouldGoOnAfterItsSessionWasEnded() throws Exception {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        try (SqlStore store = open(place)) {
            for (int i = 0; i < 5; i++) {
                record(store, "before " + i);
                awaitWritten(store);
                PostgresFixture.endSessions(place);
                record(store, "after " + i);
                assertThat(get(store.accept(List.of(owed("key " + i)))).getFirst().first())
                        .isTrue();
                awaitWritten(store);
                assertThat(state(store)).isEqualTo("after " + i);
            }
            assertThat(store.trouble()).isNull();
            assertThat(store.counts().get(DeliveryState.PENDING)).isEqualTo(5);
        }
    }

    @Test
    void shouldTakeTheLockAgainWithoutBeingAskedToWrite() throws Exception {
        StorePlace.Postgres place = PostgresFixture.newPlace();
        try (SqlStore store = open(place)) {
            long before = PostgresFixture.session(place);
            PostgresFixture.endSessions(place);
            await().atMost(PATIENCE)
                    .until(() -> PostgresFixture.session(place), now -> now > 0 && now != before);
            // The server knows of the session before the store reads over it.
            await().atMost(PATIENCE)
                    .ignoreException(StoreException.class)
                    .until(() -> store.latestEvents(1).isEmpty());
        }
    }

    @Test
    void shouldSayWhatIsWrongWhileTheServerIsOutOfReachAndGoOnAfterwards() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(PostgresFixture.server().getPort());
                SqlStore store = open(PostgresFixture.newPlace(proxy.port()))) {
            record(store, "before");
            awaitWritten(store);
            proxy.refuse(true);
            proxy.cut();
            CompletableFuture<List<Acceptance>> accepted = store.accept(List.of(owed("key")));
            record(store, "meanwhile");
            await().atMost(PATIENCE).until(() -> store.trouble() != null);
            assertThat(store.trouble()).contains("is not reachable");
            assertThatThrownBy(() -> store.latestEvents(1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is not reachable");
            assertThat(accepted).isNotDone();

            proxy.refuse(false);
            assertThat(get(accepted).getFirst().first()).isTrue();
            awaitWritten(store);
            assertThat(state(store)).isEqualTo("meanwhile");
            assertThat(store.trouble()).isNull();
        }
    }

    @Test
    void shouldWaitForNoServerThatHangsAndEndTheSessionItLeftBehind() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(PostgresFixture.server().getPort());
                SqlStore store = open(PostgresFixture.newPlace(proxy.port()))) {
            record(store, "before");
            awaitWritten(store);
            proxy.freeze();
            record(store, "meanwhile");
            assertThatThrownBy(() -> store.latestEvents(1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is not reachable");
            // What hung goes on hanging: the server still has the old session, and its lock.
            proxy.thawNew();
            awaitWritten(store);
            assertThat(state(store)).isEqualTo("meanwhile");
        }
    }

    @Test
    void shouldGoOnAfterTheServerWasStoppedAndStarted(@TempDir Path folder) throws Exception {
        EmbeddedPostgres first = own(folder, 0);
        StorePlace.Postgres place = PostgresFixture.place(first.getPort(), "public");
        try (SqlStore store = open(place)) {
            record(store, "before");
            assertThat(get(store.accept(List.of(owed("before")))).getFirst().first()).isTrue();
            awaitWritten(store);
            first.close();
            CompletableFuture<List<Acceptance>> accepted = store.accept(List.of(owed("after")));
            record(store, "after");
            await().atMost(PATIENCE).until(() -> store.trouble() != null);
            try (EmbeddedPostgres _ = own(folder, place.port())) {
                assertThat(get(accepted).getFirst().first()).isTrue();
                awaitWritten(store);
                assertThat(state(store)).isEqualTo("after");
                assertThat(store.list(DeliveryFilter.ALL, 9, 0))
                        .extracting(DeliveryRow::key)
                        .containsExactly("after", "before");
                store.close();
            }
        }
    }

    private static EmbeddedPostgres own(Path folder, int port) throws Exception {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(folder.resolve("data"))
                        .setCleanDataDirectory(false);
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    @Test
    void shouldWriteNothingMoreOnceAnotherToriHadTheDatabase() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(PostgresFixture.server().getPort())) {
            StorePlace.Postgres place = PostgresFixture.newPlace(proxy.port());
            StorePlace.Postgres direct =
                    PostgresFixture.place(
                            PostgresFixture.server().getPort(), PostgresFixture.schema(place));
            SqlStore store = open(place);
            record(store, "before");
            awaitWritten(store);
            proxy.refuse(true);
            proxy.cut();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> {
                        try (SqlStore other = open(direct)) {
                            record(other, "the other's");
                        }
                    });
            proxy.refuse(false);
            record(store, "too late");
            await().atMost(PATIENCE).until(() -> trouble(store).contains("taken by another tori"));
            assertThatThrownBy(() -> get(store.accept(List.of(owed("key")))))
                    .hasMessageContaining("taken by another tori");
            assertThatThrownBy(() -> store.latestEvents(1))
                    .hasMessageContaining("taken by another tori");
            assertThat(store.close(Duration.ofMillis(100)).isNothing()).isFalse();
            try (SqlStore other = open(direct)) {
                assertThat(state(other)).isEqualTo("the other's");
            }
        }
    }

    @Test
    void shouldWriteNothingMoreOnAServerThatLostWhatItHadCommitted() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(PostgresFixture.server().getPort())) {
            StorePlace.Postgres place = PostgresFixture.newPlace(proxy.port());
            SqlStore store = open(place);
            record(store, "before");
            awaitWritten(store);
            proxy.refuse(true);
            proxy.cut();
            PostgresFixture.execute(
                    "UPDATE " + PostgresFixture.schema(place) + ".tori_store SET committed = 0");
            proxy.refuse(false);
            record(store, "after");
            await().atMost(PATIENCE)
                    .until(() -> trouble(store).contains("has lost what had been committed"));
            assertThat(store.close(Duration.ofMillis(100)).isNothing()).isFalse();
        }
    }

    private static String trouble(SqlStore store) {
        String trouble = store.trouble();
        return trouble == null ? "" : trouble;
    }

    /** Every kind of thing is written in a transaction of which only the answer is lost, or all. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWriteOnceWhatWasBeingCommittedWhenTheConnectionBroke(boolean takesEffect)
            throws Exception {
        AtomicBoolean breaks = new AtomicBoolean();
        StorePlace.Postgres place = PostgresFixture.newPlace();
        List<String> died = new CopyOnWriteArrayList<>();
        try (SqlStore store =
                open(place, connection -> breaking(connection, breaks, takesEffect))) {
            store.listen(listener(died));
            // So that what the writer does by itself at its start is done.
            for (int i = 0; i < 2; i++) {
                record(store, "start");
                awaitWritten(store);
            }
            breaks.set(true);
            List<Acceptance> accepted = get(store.accept(List.of(owed("a"), owed("b"), owed("c"))));
            assertThat(accepted).extracting(Acceptance::first).containsOnly(true);
            assertThat(breaks).isFalse();

            breaks.set(true);
            List<Claimed> claimed = get(store.claim("main", 2));
            assertThat(claimed)
                    .extracting(Claimed::id)
                    .containsExactly(accepted.get(0).id(), accepted.get(1).id());
            assertThat(breaks).isFalse();
            assertThat(store.counts().get(DeliveryState.IN_FLIGHT)).isEqualTo(2);

            breaks.set(true);
            Attempt attempt = new Attempt(NOW, NOW, "main", Outcome.FAILED, "no", Answer.NONE);
            List<Settlement> settlements = new ArrayList<>();
            claimed.forEach(one -> settlements.add(one.died(attempt)));
            get(store.settle(settlements));
            assertThat(breaks).isFalse();
            await().atMost(PATIENCE).until(() -> died.size() >= 2);
            for (Claimed one : claimed) {
                assertThat(store.detail(one.id()).attempts()).hasSize(1);
            }

            breaks.set(true);
            store.record(ENERGY, change(), List.of());
            awaitWritten(store);
            assertThat(breaks).isFalse();
            assertThat(store.trouble()).isNull();
            assertThat(store.counts())
                    .containsEntry(DeliveryState.FAILED, 2L)
                    .containsEntry(DeliveryState.PENDING, 1L)
                    .containsEntry(DeliveryState.IN_FLIGHT, 0L);
        }
        assertThat(died).containsExactly("a first", "b");
        String schema = PostgresFixture.schema(place);
        assertThat(PostgresFixture.number("SELECT count(*) FROM " + schema + ".transition"))
                .isEqualTo(1);
        assertThat(PostgresFixture.number("SELECT count(*) FROM " + schema + ".event"))
                .isEqualTo(3);
    }

    private static StateChange change() {
        Transition transition =
                new Transition(ENERGY, NOW, Condition.UP, Condition.SUSPECT, "timeout", "", null);
        return new StateChange(
                "uptime",
                true,
                Map.of(1L, new byte[] {1}),
                Set.of(),
                new History(List.of(transition), List.of()));
    }

    private static DeliveryStore.Listener listener(List<String> died) {
        return new DeliveryStore.Listener() {
            @Override
            public void ready(String destination, int heads) {}

            @Override
            public void died(Settlement settlement, boolean first) {
                died.add(settlement.claimed().event().subject() + (first ? " first" : ""));
            }
        };
    }

    /** A connection that breaks while it commits, when told to. */
    static Connection breaking(Connection connection, AtomicBoolean breaks, boolean takesEffect) {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            try {
                                if (!method.getName().equals("commit")
                                        || !breaks.getAndSet(false)) {
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

    /** The ways in which a connection ends while statements are under way. */
    @Test
    void shouldLoseNothingHoweverOftenItIsCut() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> cutting = new AtomicReference<>();
        Random random = new Random();
        try (CuttableProxy proxy = new CuttableProxy(PostgresFixture.server().getPort());
                SqlStore store = open(PostgresFixture.newPlace(proxy.port()))) {
            Thread cutter =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    while (!done.get()) {
                                        Thread.sleep(5 + random.nextInt(60));
                                        proxy.cut();
                                    }
                                } catch (InterruptedException | RuntimeException e) {
                                    cutting.set(e);
                                }
                            });
            for (int i = 0; i < 400; i++) {
                Owed owed = owed("key " + i);
                assertThat(get(store.accept(List.of(owed))).getFirst().first())
                        .as("number %d", i)
                        .isTrue();
            }
            done.set(true);
            cutter.join();
            assertThat(cutting.get()).isNull();
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(StoreException.class)
                    .until(() -> store.list(DeliveryFilter.ALL, 999, 0).size() == 400);
            assertThat(store.counts().get(DeliveryState.PENDING)).isEqualTo(400);
        }
    }
}
