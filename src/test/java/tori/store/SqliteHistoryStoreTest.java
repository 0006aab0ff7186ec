package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;
import tori.history.Resolution;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** What becomes of the history in a SQLite file. */
class SqliteHistoryStoreTest extends SqlHistoryStoreContract {

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("tori.db");
    }

    @Override
    StorePlace place() {
        return new StorePlace.Sqlite(file().toString());
    }

    @Override
    Engine engine(UnaryOperator<Connection> around) throws StoreException {
        return SqliteEngine.open(file(), file -> around.apply(Database.connect(file)));
    }

    @Override
    long number(String sql) throws SQLException {
        try (Connection connection = Database.connect(file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    @Override
    void change(String sql) throws SQLException {
        try (Connection connection = Database.connect(file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Override
    int uncertainChecks() {
        return 400;
    }

    @Override
    String bytes(String hexadecimal) {
        return "x'" + hexadecimal + "'";
    }

    @Test
    void shouldWaitForADiskThatRefusesAndCountWhatHasNoRoomMeanwhile() throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        try (SqlStore store =
                SqlStore.open(
                        settings(Duration.ofDays(1)),
                        SqlHistoryContract.dependencies(meters, START),
                        engine(one -> {
                            connection.set(one);
                            return one;
                        }))) {
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

    private static void limitPages(Connection connection, int pages) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + pages);
        }
    }
}
