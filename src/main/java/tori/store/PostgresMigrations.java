package tori.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Brings a schema of a PostgreSQL database to the newest version: the {@link Scripts} it has not
 * seen, each in a transaction of its own together with the version it leads to (the row of {@code
 * tori_store}). Called by the thread that opens the store, which has the lock.
 */
final class PostgresMigrations {

    private static final String TABLES =
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
                    + " n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT EXISTS"
                    + " (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')";

    private PostgresMigrations() {}

    /** Whether a tori has made its tables here. Reads only. */
    static boolean isKnown(Connection connection) throws SQLException {
        String own = PostgresServer.text(connection, TABLES + " AND c.relname = 'tori_store'");
        return own.equals("1");
    }

    /**
     * Refuses schemas that are not tori's or come from a newer tori. Reads only.
     *
     * @return the version the schema has; 0 for an empty one
     */
    static int check(String name, Connection connection) throws SQLException, StoreException {
        if (!isKnown(connection)) {
            if (!PostgresServer.text(connection, TABLES).equals("0")) {
                throw new StoreException(
                        name
                                + " has tables of another program; give tori a database of its own"
                                + " in store.url, or a schema with ?currentSchema=",
                        null);
            }
            return 0;
        }
        int version =
                Integer.parseInt(PostgresServer.text(connection, "SELECT version FROM tori_store"));
        int newest = Scripts.POSTGRES.newest();
        if (version > newest) {
            throw new StoreException(
                    name
                            + " was written by a newer tori (schema "
                            + version
                            + ", this one knows "
                            + newest
                            + "); run that tori, or give another database in store.url",
                    null);
        }
        return version;
    }

    /** Applies what is missing. */
    static void apply(Connection connection, int from) throws SQLException {
        int newest = Scripts.POSTGRES.newest();
        if (from == newest) {
            return;
        }
        PostgresServer.setPatience(connection, true);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (int version = from + 1; version <= newest; version++) {
                statement.execute("SET LOCAL statement_timeout = 0");
                statement.execute(Scripts.POSTGRES.script(version));
                statement.executeUpdate("UPDATE tori_store SET version = " + version);
                connection.commit();
            }
        }
        connection.setAutoCommit(true);
        PostgresServer.setPatience(connection, false);
    }
}
