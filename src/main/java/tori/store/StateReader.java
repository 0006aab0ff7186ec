package tori.store;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

import tori.config.StorePlace;
import tori.model.MonitorId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * Reads a state from a database that a running tori may be using, and changes nothing in it. Runs
 * on the thread that asks.
 */
public final class StateReader {

    private static final int BUSY_TIMEOUT_MILLIS = 2_000;

    private StateReader() {}

    /**
     * The entries remembered for a monitor; null if there is no database yet, or no state with this
     * fingerprint in it. What a running tori has not written yet is not seen.
     *
     * @throws StoreException with a sentence if it cannot be read
     */
    public static @Nullable Map<Long, byte[]> read(
            StorePlace place, MonitorId id, String fingerprint) throws StoreException {
        return switch (place) {
            case StorePlace.Sqlite(String path) -> read(Path.of(path), id, fingerprint);
            case StorePlace.Postgres server -> read(server, id, fingerprint);
        };
    }

    private static @Nullable Map<Long, byte[]> read(
            StorePlace.Postgres place, MonitorId id, String fingerprint) throws StoreException {
        PostgresServer server = new PostgresServer(place);
        try (Connection connection = server.connect()) {
            var _ = server.prepare(connection);
            connection.setReadOnly(true);
            return PostgresMigrations.check(server.name(), connection) == 0
                    ? null
                    : new Tables(connection).load(id, fingerprint);
        } catch (SQLException e) {
            throw new StoreException(server.text(e), e);
        }
    }

    /** The same of a SQLite file. */
    static @Nullable Map<Long, byte[]> read(Path file, MonitorId id, String fingerprint)
            throws StoreException {
        if (!Files.isRegularFile(file) || isEmpty(file)) {
            return null;
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
            if (Migrations.check(file, connection) == 0) {
                return null;
            }
            try (Tables tables = new Tables(connection)) {
                return tables.load(id, fingerprint);
            }
        } catch (SQLException e) {
            throw Reasons.sentence(file, e);
        }
    }

    private static boolean isEmpty(Path file) throws StoreException {
        try {
            return Files.size(file) == 0;
        } catch (IOException e) {
            throw new StoreException(file + " cannot be read: " + Reasons.of(e), e);
        }
    }
}
