package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.config.StorePlace;
import tori.delivery.Acceptance;
import tori.delivery.DeliveryState;
import tori.delivery.Notices;
import tori.model.Event;
import tori.model.Owed;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

class SqliteDeliveryStoreTest extends SqlDeliveryStoreContract {

    @TempDir Path folder;

    @Override
    StorePlace place(String name) {
        return new StorePlace.Sqlite(folder.resolve(name).toString());
    }

    private SqlStore open(String name, Database.ConnectionFactory factory) throws StoreException {
        return SqlStore.open(
                StoreFixtures.settings(place(name)),
                dependencies(),
                SqliteEngine.open(folder.resolve(name), factory));
    }

    @Test
    void shouldKeepWhatIsOwedWhileTheDiskIsFullAndSayWhenThereIsNoRoom() throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        try (SqlStore store =
                open(
                        "full.db",
                        file -> {
                            connection.set(Database.connect(file));
                            return connection.get();
                        })) {
            limitPages(connection.get(), 1);
            CompletableFuture<List<Acceptance>> waiting =
                    store.accept(
                            List.of(new Owed("main", Notices.notice("big", "x".repeat(99_999)))));
            assertThat(store.hasRoomForOwed()).isTrue();
            for (int i = 0; i < 150; i++) {
                Event event = Notices.notice("s" + i, "x".repeat(5_000));
                store.record(
                        ENERGY,
                        StateStoreContract.whole("a", Map.of(1L, "x" + i)),
                        List.of(event),
                        List.of(new Owed("main", event)));
            }
            assertThat(store.hasRoomForOwed()).isFalse();
            assertThat(waiting).isNotDone();
            assertThat(meters.count("storeLost")).isZero();

            limitPages(connection.get(), 100_000);
            assertThat(get(waiting).getFirst().first()).isTrue();
            await().atMost(PATIENCE).until(() -> store.unwritten().isNothing());
            assertThat(store.hasRoomForOwed()).isTrue();
            assertThat(store.counts().get(DeliveryState.PENDING)).isEqualTo(151);
            assertThat(store.latestEvents(1_000)).hasSize(151);
        }
    }

    @Test
    void shouldFailWhatWaitsWhenClosedBeforeTheDiskTakesIt() throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        SqlStore store =
                open(
                        "lost.db",
                        file -> {
                            connection.set(Database.connect(file));
                            return connection.get();
                        });
        limitPages(connection.get(), 1);
        CompletableFuture<List<Acceptance>> waiting =
                store.accept(List.of(new Owed("main", Notices.notice("big", "x".repeat(99_999)))));
        store.close(Duration.ofMillis(200));
        assertThatThrownBy(() -> get(waiting)).hasCauseInstanceOf(StoreException.class);
    }

    @Test
    void shouldRefuseWhatCannotBePromised() throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        Path file = folder.resolve("refuse.db");
        try (SqlStore store =
                open(
                        "refuse.db",
                        opened -> {
                            connection.set(Database.connect(opened));
                            return connection.get();
                        })) {
            limitPages(connection.get(), 1);
            CompletableFuture<List<Acceptance>> first = store.accept(big(0));
            List<CompletableFuture<List<Acceptance>>> waiting = new ArrayList<>();
            await().atMost(PATIENCE)
                    .until(() -> {
                        waiting.add(store.accept(big(waiting.size() + 1)));
                        return waiting.getLast().isCompletedExceptionally();
                    });
            assertThat(waiting).hasSizeLessThan(200);
            await().atMost(PATIENCE).until(() -> store.trouble() != null);
            assertThatThrownBy(() -> get(store.accept(big(999)))).hasMessageContaining("full");

            waiting.forEach(each -> each.cancel(false));
            // What the writer has in hand just now it will not write next time.
            await().atMost(PATIENCE)
                    .until(() -> {
                        CompletableFuture<List<Acceptance>> another = store.accept(big(998));
                        boolean hasRoom = !another.isCompletedExceptionally();
                        another.cancel(false);
                        return hasRoom;
                    });
            limitPages(connection.get(), 100_000);
            assertThat(get(first).getFirst().first()).isTrue();
            await().atMost(PATIENCE).until(() -> store.trouble() == null);
            assertThat(get(store.accept(big(1_000))).getFirst().first()).isTrue();
            assertThat(store.counts().get(DeliveryState.PENDING))
                    .as("what nobody waits for any more is not written")
                    .isLessThan(10L);

            Files.move(file, folder.resolve("moved.db"));
            assertThatThrownBy(() -> get(store.accept(big(1_001))))
                    .hasMessageContaining("deleted or replaced");
        }
    }

    private static List<Owed> big(int number) {
        return List.of(new Owed("main", Notices.notice("big " + number, "x".repeat(99_999))));
    }

    private static void limitPages(Connection connection, int pages) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + pages);
        }
    }

    @Test
    void shouldBringAnEarlierDatabaseUpToDate() throws Exception {
        Path file = folder.resolve("earlier.db");
        try (Connection connection = Database.connect(file);
                Statement statement = connection.createStatement()) {
            for (String version : List.of("V1.sql", "V2.sql")) {
                try (InputStream script = Migrations.class.getResourceAsStream(version)) {
                    statement.executeUpdate(
                            new String(script.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            statement.executeUpdate(
                    "INSERT INTO event (seq, id, time, source, type, subject, body) VALUES (41,"
                            + " '018f2f6e-0000-7000-8000-000000000001', 1767225600000000, '/a/b',"
                            + " 'tori.test', 'old', '{}')");
            statement.executeUpdate("PRAGMA application_id = " + 0x746f7269);
            statement.executeUpdate("PRAGMA user_version = 2");
        }
        try (SqlStore store = openAt("earlier.db")) {
            get(store.accept(List.of(owed("new"))));
            assertThat(store.latestEvents(9))
                    .extracting(StoredEvent::subject)
                    .containsExactly("new", "old");
            assertThat(get(store.claim("main", 9))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DeliveryTable.INSERT + " | delivery_entity",
                DeliveryTable.FIND + " | sqlite_autoindex_delivery_1",
                DeliveryTable.PENDING_HEADS + " | delivery_head",
                DeliveryTable.DUE_HEADS + " | delivery_head",
                DeliveryTable.TAKE_PENDING + " | delivery_head",
                DeliveryTable.TAKE_DUE + " | INTEGER PRIMARY KEY",
                DeliveryTable.SETTLE + " | INTEGER PRIMARY KEY",
                DeliveryTable.HEAD_OF_ENTITY + " | delivery_entity",
                DeliveryTable.NEXT_OF_ENTITY + " | delivery_entity",
                DeliveryTable.IN_FLIGHT + " | delivery_head",
                DeliveryTable.PRUNE + " | delivery_finished",
                DeliveryRows.COUNT_DUE + " | delivery_head",
                DeliveryRows.NEXT_DUE + " | delivery_head",
                DeliveryRows.DEAD_AFTER + " | delivery_dead",
                DeliveryRows.ANY_AFTER + " | INTEGER PRIMARY KEY",
            })
    void shouldWalkAnIndex(String statementAndIndex) throws Exception {
        String[] parts = statementAndIndex.split(" \\| ");
        openAt("plans.db").close();
        List<String> plan = new ArrayList<>();
        try (Connection connection = Database.connect(folder.resolve("plans.db"));
                PreparedStatement query =
                        connection.prepareStatement("EXPLAIN QUERY PLAN " + parts[0]);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                plan.add(row.getString("detail"));
            }
        }
        assertThat(plan)
                .as(parts[0])
                .anyMatch(step -> step.startsWith("SEARCH") && step.contains(parts[1]))
                .noneMatch(step -> step.startsWith("SCAN"))
                .noneMatch(step -> step.contains("TEMP B-TREE"));
    }

    @Override
    void execute(String name, String sql) throws Exception {
        try (Connection connection = Database.connect(folder.resolve(name));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
