package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.delivery.Acceptance;
import tori.delivery.Attempt;
import tori.delivery.Claimed;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.DeliveryStore;
import tori.delivery.DeliveryStoreContract;
import tori.delivery.Notices;
import tori.delivery.Outcome;
import tori.model.Answer;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;
import tori.time.SystemClocks;
import tori.wire.EventJson;

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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

class SqliteDeliveryStoreTest extends DeliveryStoreContract {

    private static final MonitorId ENERGY = new MonitorId("gorilla", "energy");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Override
    protected DeliveryStore open(SettableClock wall, CountingMeters counts) throws Exception {
        return open(StoreFixtures.settings(folder.resolve("contract.db")), Database::connect);
    }

    @Override
    protected void close(DeliveryStore opened) {
        ((SqliteStore) opened).close();
    }

    private SqliteStore open(StoreSettings settings, Database.ConnectionFactory factory)
            throws StoreException {
        StoreDependencies dependencies =
                new StoreDependencies(
                        SqliteDeliveryStoreTest::encode,
                        EventJson::decode,
                        meters,
                        SystemClocks.monotonic(),
                        clock,
                        new Random(1));
        return SqliteStore.open(settings, dependencies, factory);
    }

    private SqliteStore openAt(String name) throws StoreException {
        return open(StoreFixtures.settings(folder.resolve(name)), Database::connect);
    }

    private static byte[] encode(Event event) {
        if (event.subject().equals("unspeakable")) {
            throw new IllegalStateException("cannot");
        }
        return EventJson.encode(event);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Owed owed(String subject) {
        return new Owed("main", Notices.notice(subject, "text"));
    }

    private Attempt attempt() {
        return new Attempt(now(), now(), "main", Outcome.DELIVERED, "", Answer.NONE);
    }

    private void deliver(SqliteStore store, int count) throws Exception {
        for (Claimed claimed : get(store.claim("main", count))) {
            get(store.settle(List.of(claimed.delivered(attempt()))));
        }
    }

    @Test
    void shouldWriteWhatIsOwedWithTheChangeThatRaisedIt() throws Exception {
        Event owedEvent = Notices.notice("1", "owed");
        Event plain = Notices.notice("2", "plain");
        try (SqliteStore store = openAt("together.db")) {
            store.record(
                    ENERGY,
                    StateStoreContract.whole("a", Map.of(1L, "one")),
                    List.of(owedEvent, plain),
                    List.of(new Owed("main", owedEvent), new Owed("else", owedEvent)));
        }
        try (SqliteStore store = openAt("together.db")) {
            assertThat(StateStoreContract.texts(store.load(ENERGY, "a")))
                    .isEqualTo(Map.of(1L, "one"));
            assertThat(store.latestEvents(9))
                    .extracting(StoredEvent::subject)
                    .containsExactly("2", "1");
            assertThat(get(store.claim("main", 9)))
                    .extracting(Claimed::event)
                    .containsExactly(owedEvent);
            assertThat(store.owing()).isEqualTo(Map.of("main", 1L, "else", 1L));
        }
    }

    @Test
    void shouldKeepWhatIsOwedWhileTheDiskIsFullAndSayWhenThereIsNoRoom() throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        try (SqliteStore store =
                open(
                        StoreFixtures.settings(folder.resolve("full.db")),
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
        SqliteStore store =
                open(
                        StoreFixtures.settings(folder.resolve("lost.db")),
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
        try (SqliteStore store =
                open(
                        StoreFixtures.settings(file),
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
    void shouldFailAloneWhatCanNeverBeWritten() throws Exception {
        try (SqliteStore store = openAt("bug.db")) {
            CompletableFuture<List<Acceptance>> mute = store.accept(List.of(owed("unspeakable")));
            CompletableFuture<List<Acceptance>> keyless =
                    store.accept(List.of(new Owed("main", null, Notices.notice("a", "x"))));
            CompletableFuture<List<Acceptance>> good = store.accept(List.of(owed("a")));
            assertThatThrownBy(() -> get(mute)).hasRootCauseMessage("cannot");
            assertThatThrownBy(() -> get(keyless)).hasMessageContaining("NOT NULL");
            assertThat(get(good).getFirst().first()).isTrue();

            Event event = Notices.notice("b", "x");
            store.record(
                    ENERGY,
                    StateStoreContract.whole("a", Map.of(1L, "one")),
                    List.of(event),
                    List.of(new Owed("main", null, event)));
            await().atMost(PATIENCE).until(() -> store.unwritten().isNothing());
            assertThat(meters.count("storeLost")).isEqualTo(1);
            assertThat(store.counts().get(DeliveryState.PENDING)).isEqualTo(1);
            assertThat(store.latestEvents(9)).hasSize(2);
        }
    }

    @Test
    void shouldBuryWhatCannotBeReadAndGoOn() throws Exception {
        long bad;
        try (SqliteStore store = openAt("unreadable.db")) {
            bad = get(store.accept(List.of(owed("a"), owed("a"), owed("b")))).getFirst().id();
        }
        execute("unreadable.db", "UPDATE event SET body = '{' WHERE seq = 1");
        try (SqliteStore store = openAt("unreadable.db")) {
            assertThat(get(store.claim("main", 9)))
                    .extracting(Claimed::id)
                    .containsExactly(bad + 2);
            assertThat(get(store.claim("main", 9)))
                    .extracting(Claimed::id)
                    .containsExactly(bad + 1);
            DeliveryRow row = store.detail(bad).row();
            assertThat(row.state()).isEqualTo(DeliveryState.FAILED);
            assertThat(row.reason()).contains("cannot be read");
            assertThat(meters.count("loopFailed:store")).isEqualTo(1);
        }
    }

    @Test
    void shouldPruneFinishedDeliveriesAndKeepTheEventsOfTheOthers() throws Exception {
        try (SqliteStore store = openAt("prune.db")) {
            get(store.accept(List.of(owed("old"), owed("dead"), owed("unwanted"), owed("open"))));
            List<Claimed> claimed = get(store.claim("main", 2));
            get(
                    store.settle(
                            List.of(
                                    claimed.get(0).delivered(attempt()),
                                    claimed.get(1).died(attempt()))));
            get(store.discard(new DeliveryFilter(List.of(3L), List.of(), null)));
        }
        clock.advance(Duration.ofDays(40));
        StoreFixtures.letPass(folder.resolve("prune.db"));
        try (SqliteStore store = openAt("prune.db")) {
            await().atMost(PATIENCE).until(() -> store.latestEvents(9).size() == 2);
            assertThat(store.list(DeliveryFilter.ALL, 9, 0))
                    .extracting(DeliveryRow::subject)
                    .containsExactly("open", "dead");
            assertThat(store.count(DeliveryFilter.ALL)).isEqualTo(2);
            assertThat(get(store.accept(List.of(owed("next")))).getFirst().id()).isEqualTo(5);
        }
    }

    @Test
    void shouldKeepOnlySoManyFinishedDeliveries() throws Exception {
        StoreSettings usual = StoreFixtures.settings(folder.resolve("surplus.db"));
        StoreSettings few =
                new StoreSettings(
                        usual.file(),
                        usual.retention(),
                        usual.maxStoredEvents(),
                        usual.maxWaitingEvents(),
                        usual.maxBatchRows(),
                        usual.finishedRetention(),
                        3,
                        usual.retry());
        try (SqliteStore store = open(few, Database::connect)) {
            List<Owed> many = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                many.add(owed("s" + i));
            }
            get(store.accept(many));
            deliver(store, 10);
            assertThat(store.count(DeliveryFilter.ALL)).isEqualTo(10);
        }
        try (SqliteStore store = open(few, Database::connect)) {
            await().atMost(PATIENCE).until(() -> store.count(DeliveryFilter.ALL) == 3);
            assertThat(store.list(DeliveryFilter.ALL, 99, 0))
                    .extracting(DeliveryRow::subject)
                    .containsExactly("s9", "s8", "s7");
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
        try (SqliteStore store = open(StoreFixtures.settings(file), Database::connect)) {
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

    private void execute(String name, String sql) throws Exception {
        try (Connection connection = Database.connect(folder.resolve(name));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
