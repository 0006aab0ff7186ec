package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.model.Event;
import tori.model.MonitorId;
import tori.poll.StateStore;
import tori.telemetry.CountingMeters;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class SqliteStoreTest extends StateStoreContract {

    private static final MonitorId ENERGY = new MonitorId("gorilla", "energy");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path folder;

    private final CountingMeters meters = new CountingMeters();

    @Override
    StateStore open() throws Exception {
        return openAt("contract.db");
    }

    private SqliteStore openAt(String name) throws StoreException {
        Path file = folder.resolve(name);
        return SqliteStore.open(StoreFixtures.settings(file), StoreFixtures.dependencies(meters));
    }

    @Override
    void close(StateStore store) {
        ((SqliteStore) store).close();
    }

    private static Event event(String subject) {
        return StoreFixtures.event(ENERGY, subject);
    }

    @Test
    void shouldKeepTheEventLogNewestFirst() throws Exception {
        Event first = event("1/2");
        Event second = event("1/3");
        try (SqliteStore store = openAt("events.db")) {
            store.record(ENERGY, whole("a", Map.of()), List.of(first, second));
        }
        try (SqliteStore store = openAt("events.db")) {
            List<StoredEvent> events = store.latestEvents(10);
            assertThat(events).extracting(StoredEvent::subject).containsExactly("1/3", "1/2");
            assertThat(events.get(1))
                    .isEqualTo(
                            new StoredEvent(
                                    first.id(),
                                    first.time(),
                                    "/gorilla/energy",
                                    "tori.variant.restocked",
                                    "1/2",
                                    "{\"subject\":\"1/2\"}"));
            assertThat(store.latestEvents(1)).hasSize(1);
        }
    }

    @Test
    void shouldNoticeThatItsFileWasDeleted() throws Exception {
        try (SqliteStore store = openAt("deleted.db")) {
            store.record(ENERGY, whole("a", Map.of()), List.of());
            await().atMost(PATIENCE).until(() -> store.unwritten().isNothing());
            assertThat(meters.count("storeLost")).isZero();
            Files.delete(folder.resolve("deleted.db"));
            store.record(ENERGY, whole("a", Map.of(1L, "one")), List.of());
            await().atMost(PATIENCE).until(() -> meters.count("storeLost") == 1);
        }
    }

    @Test
    void shouldRefuseASecondUserOfTheFileUnderAnotherName() throws Exception {
        try (SqliteStore store = openAt("real.db")) {
            assertThat(store.unwritten().isNothing()).isTrue();
            Files.createSymbolicLink(folder.resolve("link.db"), folder.resolve("real.db"));
            assertThatThrownBy(() -> openAt("link.db"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void shouldWriteAnEventOnce() throws Exception {
        Event event = event("1/2");
        try (SqliteStore store = openAt("once.db")) {
            store.record(ENERGY, whole("a", Map.of()), List.of(event));
            store.record(ENERGY, whole("a", Map.of()), List.of(event));
        }
        try (SqliteStore store = openAt("once.db")) {
            assertThat(store.latestEvents(10)).hasSize(1);
        }
    }

    @Test
    void shouldKeepTheRestWhenOneEventCannotBeEncoded() throws Exception {
        StoreDependencies usual = StoreFixtures.dependencies(meters);
        StoreDependencies broken =
                new StoreDependencies(
                        event -> {
                            if (event.subject().equals("bad")) {
                                throw new IllegalStateException("cannot");
                            }
                            return StoreFixtures.json(event);
                        },
                        usual.decoder(),
                        meters,
                        usual.clock(),
                        usual.wall(),
                        usual.random());
        Path file = folder.resolve("encode.db");
        try (SqliteStore store = SqliteStore.open(StoreFixtures.settings(file), broken)) {
            store.record(ENERGY, whole("a", Map.of(1L, "x")), List.of(event("bad"), event("good")));
            assertThat(store.close(PATIENCE).isNothing()).isTrue();
        }
        assertThat(meters.count("storeLost")).isEqualTo(1);
        try (SqliteStore store = openAt("encode.db")) {
            assertThat(store.latestEvents(10))
                    .extracting(StoredEvent::subject)
                    .containsExactly("good");
            assertThat(texts(store.load(ENERGY, "a"))).isEqualTo(Map.of(1L, "x"));
        }
    }

    @Test
    void shouldPruneOldAndSurplusEvents() throws Exception {
        Instant now = StoreFixtures.dependencies(meters).wall().instant();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(StoreFixtures.event(ENERGY, "old " + i, now.minus(Duration.ofDays(31))));
        }
        for (int i = 0; i < 40; i++) {
            events.add(StoreFixtures.event(ENERGY, "new " + i, now.minus(Duration.ofDays(29))));
        }
        try (SqliteStore store = openAt("prune.db")) {
            store.record(ENERGY, whole("a", Map.of()), events);
        }
        try (SqliteStore store = openAt("prune.db")) {
            await().atMost(PATIENCE).until(() -> store.latestEvents(100).size() == 40);
            assertThat(store.latestEvents(100)).allMatch(row -> row.subject().startsWith("new"));
        }
        StoreSettings usual = StoreFixtures.settings(folder.resolve("prune.db"));
        StoreSettings small =
                new StoreSettings(
                        usual.file(),
                        usual.retention(),
                        10,
                        100,
                        1_000,
                        usual.finishedRetention(),
                        usual.maxFinished(),
                        usual.retry());
        try (SqliteStore store = SqliteStore.open(small, StoreFixtures.dependencies(meters))) {
            await().atMost(PATIENCE).until(() -> store.latestEvents(100).size() == 10);
            assertThat(store.latestEvents(1).getFirst().subject()).isEqualTo("new 39");
        }
    }

    /** Opens a store whose database SQLite itself keeps from growing until told otherwise. */
    private SqliteStore openFull(String name, AtomicReference<Connection> connection)
            throws Exception {
        SqliteStore store =
                SqliteStore.open(
                        StoreFixtures.settings(folder.resolve(name)),
                        StoreFixtures.dependencies(meters),
                        file -> {
                            connection.set(Database.connect(file));
                            return connection.get();
                        });
        limitPages(connection.get(), 12);
        return store;
    }

    private static void limitPages(Connection connection, int pages) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + pages);
        }
    }

    @Test
    void shouldKeepEverythingInMemoryWhileTheDiskIsFullAndWriteItLater() throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        String big = "x".repeat(100_000);
        try (SqliteStore store = openFull("full.db", connection)) {
            store.record(ENERGY, whole("a", Map.of(1L, big, 2L, "two")), List.of(event("1")));
            store.record(ENERGY, part("a", Map.of(3L, "three"), Set.of(2L)), List.of(event("2")));

            assertThat(texts(store.load(ENERGY, "a"))).isEqualTo(Map.of(1L, big, 3L, "three"));
            // The writer may just have the first in hand; it puts it back to the second.
            await().atMost(PATIENCE).until(() -> store.unwritten().equals(new Unwritten(1, 2)));
            assertThat(meters.count("storeLost")).isZero();

            limitPages(connection.get(), 10_000);
            await().atMost(PATIENCE).until(() -> store.unwritten().isNothing());
        }
        try (SqliteStore store = openAt("full.db")) {
            assertThat(texts(store.load(ENERGY, "a"))).isEqualTo(Map.of(1L, big, 3L, "three"));
            assertThat(store.latestEvents(10))
                    .extracting(StoredEvent::subject)
                    .containsExactly("2", "1");
        }
    }

    @Test
    void shouldDropAndCountEventsBeyondTheBoundButKeepTheState() throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        String big = "x".repeat(100_000);
        try (SqliteStore store = openFull("overflow.db", connection)) {
            for (int i = 0; i < 130; i++) {
                store.record(ENERGY, whole("a", Map.of(1L, big + i)), List.of(event("e" + i)));
            }
            assertThat(meters.count("storeLost")).isEqualTo(30);
            assertThat(texts(store.load(ENERGY, "a"))).isEqualTo(Map.of(1L, big + 129));

            limitPages(connection.get(), 10_000);
            await().atMost(PATIENCE).until(() -> store.unwritten().isNothing());
            assertThat(store.latestEvents(200)).hasSize(100);
        }
    }

    @Test
    void shouldReportWhatItCouldNotWriteWhenClosed() throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        SqliteStore store = openFull("lost.db", connection);
        store.record(ENERGY, whole("a", Map.of(1L, "x".repeat(100_000))), List.of(event("1")));

        Unwritten left = store.close(Duration.ofMillis(200));

        assertThat(left).isEqualTo(new Unwritten(1, 1));
        assertThat(meters.count("storeLost")).isEqualTo(2);
        try (SqliteStore again = openAt("lost.db")) {
            assertThat(again.load(ENERGY, "a")).isNull();
        }
    }

    @Test
    void shouldCountWhatIsRecordedAfterClosing() throws Exception {
        SqliteStore store = openAt("closed.db");
        store.close();
        store.record(ENERGY, whole("a", Map.of(1L, "x")), List.of(event("1")));

        assertThat(meters.count("storeLost")).isEqualTo(2);
        assertThatThrownBy(() -> store.load(ENERGY, "a"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void shouldSurviveABugInTheDriver() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Path file = folder.resolve("driver.db");
        SqliteStore store =
                SqliteStore.open(
                        StoreFixtures.settings(file),
                        StoreFixtures.dependencies(meters),
                        path -> failingStatements(Database.connect(path), broken));
        store.record(ENERGY, whole("a", Map.of(1L, "x")), List.of(event("1")));
        await().atMost(PATIENCE).until(() -> meters.count("loopFailed:store") >= 3);
        assertThat(texts(store.load(ENERGY, "a"))).isEqualTo(Map.of(1L, "x"));

        broken.set(false);
        assertThat(store.close(PATIENCE).isNothing()).isTrue();
        try (SqliteStore again = openAt("driver.db")) {
            assertThat(texts(again.load(ENERGY, "a"))).isEqualTo(Map.of(1L, "x"));
        }
    }

    /** A connection that throws what no driver should throw, on the writer's thread only. */
    private static Connection failingStatements(Connection connection, AtomicBoolean broken) {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("createStatement")
                                    && Thread.currentThread().getName().equals("tori-store")
                                    && broken.get()) {
                                throw new IllegalStateException("driver bug");
                            }
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
