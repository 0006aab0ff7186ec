package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

class SqliteStoreTest extends SqlStoreContract {

    @TempDir Path folder;

    @Override
    StorePlace place(String name) {
        return new StorePlace.Sqlite(folder.resolve(name).toString());
    }

    @Test
    void shouldNoticeThatItsFileWasDeleted() throws Exception {
        try (SqlStore store = openAt("deleted.db")) {
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
        try (SqlStore store = openAt("real.db")) {
            assertThat(store.unwritten().isNothing()).isTrue();
            Files.createSymbolicLink(folder.resolve("link.db"), folder.resolve("real.db"));
            assertThatThrownBy(() -> openAt("link.db"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in use");
        }
    }

    /** Opens a store whose database SQLite itself keeps from growing until told otherwise. */
    private SqlStore openFull(String name, AtomicReference<Connection> connection)
            throws Exception {
        SqlStore store =
                SqlStore.open(
                        StoreFixtures.settings(place(name)),
                        StoreFixtures.dependencies(meters),
                        SqliteEngine.open(
                                folder.resolve(name),
                                file -> {
                                    connection.set(Database.connect(file));
                                    return connection.get();
                                }));
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
        try (SqlStore store = openFull("full.db", connection)) {
            store.record(ENERGY, whole("a", Map.of(1L, big, 2L, "two")), List.of(event("1")));
            store.record(ENERGY, part("a", Map.of(3L, "three"), Set.of(2L)), List.of(event("2")));

            assertThat(texts(store.load(ENERGY, "a"))).isEqualTo(Map.of(1L, big, 3L, "three"));
            // The writer may just have the first in hand; it puts it back to the second.
            await().atMost(PATIENCE).until(() -> store.unwritten().equals(new Unwritten(1, 2)));
            assertThat(meters.count("storeLost")).isZero();

            limitPages(connection.get(), 10_000);
            await().atMost(PATIENCE).until(() -> store.unwritten().isNothing());
        }
        try (SqlStore store = openAt("full.db")) {
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
        try (SqlStore store = openFull("overflow.db", connection)) {
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
        SqlStore store = openFull("lost.db", connection);
        store.record(ENERGY, whole("a", Map.of(1L, "x".repeat(100_000))), List.of(event("1")));

        Unwritten left = store.close(Duration.ofMillis(200));

        assertThat(left).isEqualTo(new Unwritten(1, 1));
        assertThat(meters.count("storeLost")).isEqualTo(2);
        try (SqlStore again = openAt("lost.db")) {
            assertThat(again.load(ENERGY, "a")).isNull();
        }
    }

    @Test
    void shouldSurviveABugInTheDriver() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Path file = folder.resolve("driver.db");
        SqlStore store =
                SqlStore.open(
                        StoreFixtures.settings(file),
                        StoreFixtures.dependencies(meters),
                        SqliteEngine.open(
                                file, path -> failingStatements(Database.connect(path), broken)));
        store.record(ENERGY, whole("a", Map.of(1L, "x")), List.of(event("1")));
        await().atMost(PATIENCE).until(() -> meters.count("loopFailed:store") >= 3);
        assertThat(texts(store.load(ENERGY, "a"))).isEqualTo(Map.of(1L, "x"));

        broken.set(false);
        assertThat(store.close(PATIENCE).isNothing()).isTrue();
        try (SqlStore again = openAt("driver.db")) {
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
