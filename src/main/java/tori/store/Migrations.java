package tori.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Brings a SQLite file to the newest schema: the {@link Scripts} it has not seen, each in a
 * transaction of its own together with the version it leads to ({@code PRAGMA user_version}).
 * Called by the thread that opens the store.
 */
final class Migrations {

    /** Marks a database as tori's ({@code PRAGMA application_id}): "tori" in ASCII. */
    private static final int APPLICATION_ID = 0x746f7269;

    private Migrations() {}

    /**
     * Refuses databases that are not tori's or come from a newer tori. Reads only.
     *
     * @return the version the database has; 0 for a new one
     */
    static int check(Path file, Connection connection) throws SQLException, StoreException {
        int version = readInt(connection, "PRAGMA user_version");
        int application = readInt(connection, "PRAGMA application_id");
        boolean empty = readInt(connection, "SELECT count(*) FROM sqlite_master") == 0;
        if (application != APPLICATION_ID && !(empty && version == 0 && application == 0)) {
            throw new StoreException(
                    file
                            + " is a database of another program; give tori a file of its own in"
                            + " store.url",
                    null);
        }
        int newest = newest();
        if (version > newest) {
            throw new StoreException(
                    file
                            + " was written by a newer tori (schema "
                            + version
                            + ", this one knows "
                            + newest
                            + "); run that tori, or give another file in store.url",
                    null);
        }
        return version;
    }

    /** Applies what is missing. */
    static void apply(Connection connection, int from) throws SQLException {
        for (int version = from + 1; version <= newest(); version++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("BEGIN IMMEDIATE");
                try {
                    statement.executeUpdate(Scripts.SQLITE.script(version));
                    statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
                    statement.executeUpdate("PRAGMA user_version = " + version);
                    statement.executeUpdate("COMMIT");
                } catch (SQLException e) {
                    rollback(statement, e);
                    throw e;
                }
            }
        }
    }

    private static void rollback(Statement statement, SQLException failure) {
        try {
            statement.executeUpdate("ROLLBACK");
        } catch (SQLException e) {
            // Some failures (a full disk) have rolled back by themselves.
            failure.addSuppressed(e);
        }
    }

    /** The version this tori knows. */
    static int newest() {
        return Scripts.SQLITE.newest();
    }

    private static int readInt(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getInt(1) : 0;
        }
    }
}
