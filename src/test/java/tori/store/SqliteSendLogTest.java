package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.dispatch.SendLog;
import tori.dispatch.SendLogContract;
import tori.model.MonitorId;
import tori.model.Rate;
import tori.telemetry.CountingMeters;
import tori.time.NanoClock;
import tori.time.SystemClocks;
import tori.wire.EventJson;

import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

class SqliteSendLogTest extends SendLogContract {

    private static final MonitorId ENERGY = new MonitorId("gorilla", "energy");
    private static final Rate RATE = new Rate(30, Duration.ofSeconds(60));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path folder;

    @Override
    protected SendLog open(NanoClock clock, InstantSource wallClock) throws Exception {
        return SqlStore.open(
                StoreFixtures.settings(folder.resolve("contract.db")),
                new StoreDependencies(
                        StoreFixtures::json,
                        EventJson::decode,
                        new CountingMeters(),
                        clock,
                        wallClock,
                        new Random(1)));
    }

    @Override
    protected void close(SendLog log) {
        ((SqlStore) log).close();
    }

    private SqlStore open(Path file) throws StoreException {
        return SqlStore.open(
                StoreFixtures.settings(file), StoreFixtures.dependencies(new CountingMeters()));
    }

    private static int number(Path file, String query) throws SQLException {
        try (Connection connection = Database.connect(file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.getInt(1);
        }
    }

    /** A process that is killed closes nothing. */
    @Test
    void shouldWriteSoonAndNotOnlyWhenClosed() throws Exception {
        Path file = folder.resolve("soon.db");
        try (SqlStore store = open(file)) {
            store.record("a", RATE, SystemClocks.monotonic().nanoTime());
            await().atMost(PATIENCE)
                    .until(() -> number(file, "SELECT count(*) FROM send_times") == 1);
        }
    }

    @Test
    void shouldWriteLaterWhatCouldNotBeCommitted() throws Exception {
        Path file = folder.resolve("refused.db");
        CountingMeters meters = new CountingMeters();
        AtomicBoolean broken = new AtomicBoolean(true);
        try (SqlStore store =
                SqlStore.open(
                        StoreFixtures.settings(file),
                        StoreFixtures.dependencies(meters),
                        SqliteEngine.open(
                                file, path -> failingCommits(Database.connect(path), broken)))) {
            store.record("a", RATE, SystemClocks.monotonic().nanoTime());
            await().atMost(PATIENCE).until(() -> meters.count("loopFailed:store") >= 3);
            assertThat(number(file, "SELECT count(*) FROM send_times")).isZero();
            broken.set(false);
        }
        assertThat(number(file, "SELECT count(*) FROM send_times")).isOne();
    }

    private static Connection failingCommits(Connection connection, AtomicBoolean broken) {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            if (broken.get()
                                    && method.getName().equals("createStatement")
                                    && isCommitting()) {
                                throw new IllegalStateException("driver bug");
                            }
                            return method.invoke(connection, arguments);
                        });
    }

    private static boolean isCommitting() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("commit")));
    }

    @Test
    void shouldUpgradeADatabaseWithoutTimesOfSendsAndKeepItsState() throws Exception {
        Path file = folder.resolve("tori.db");
        try (Connection connection = Database.connect(file);
                Statement statement = connection.createStatement();
                InputStream script = Migrations.class.getResourceAsStream("V1.sql")) {
            statement.executeUpdate(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            statement.executeUpdate("PRAGMA application_id = " + 0x746f7269);
            statement.executeUpdate("PRAGMA user_version = 1");
            statement.executeUpdate(
                    "INSERT INTO monitor_state (id, site, monitor, fingerprint, updated_at)"
                            + " VALUES (1, 'gorilla', 'energy', 'a', 0)");
            statement.executeUpdate(
                    "INSERT INTO monitor_entry (state_id, key, body) VALUES (1, 7, x'6f6c64')");
        }
        // Looked at without being changed, as when a poll is tried out before the first start.
        assertThat(StateStoreContract.texts(StateReader.read(file, ENERGY, "a")))
                .isEqualTo(Map.of(7L, "old"));
        assertThat(number(file, "PRAGMA user_version")).isOne();

        try (SqlStore store = open(file)) {
            assertThat(StateStoreContract.texts(store.load(ENERGY, "a")))
                    .isEqualTo(Map.of(7L, "old"));
            store.record("a", RATE, SystemClocks.monotonic().nanoTime());
        }
        assertThat(number(file, "PRAGMA user_version")).isEqualTo(Scripts.SQLITE.newest());
        try (SqlStore store = open(file)) {
            assertThat(store.completions("a")).hasSize(1);
            assertThat(StateStoreContract.texts(store.load(ENERGY, "a")))
                    .isEqualTo(Map.of(7L, "old"));
        }
    }
}
