package tori.store;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Makes sure that one tori at a time uses a schema: an advisory lock of the session, which the
 * server drops with the connection, and beside it the name of the one that has it, or had it last.
 * Whoever finds another name there when it comes back knows that somebody else was here meanwhile.
 * Belongs to whoever has the lock of the connection.
 */
final class PostgresLease {

    /** The first of the lock's two numbers: "tori" in ASCII. The second is made of the schema. */
    private static final int LOCK_CLASS = 0x746f7269;

    private static final String END_SESSION =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ? AND"
                    + " backend_start::text = ?";

    /** One connection as the server knows it. */
    private record Session(int pid, String start) {}

    /** What the row says. */
    record Row(String owner, long committed) {}

    private final String name;
    private final String schema;
    private final String owner = UUID.randomUUID().toString();
    private @Nullable Session session;

    PostgresLease(String name, String schema) {
        this.name = name;
        this.schema = schema;
    }

    /** Takes the lock for this process, or throws the sentence that says who has it. */
    void acquire(Connection connection) throws SQLException, StoreException {
        if (!tryLock(connection)) {
            String holder =
                    PostgresMigrations.isKnown(connection)
                            ? PostgresServer.text(connection, "SELECT holder FROM tori_store")
                            : "";
            String here = " on " + host();
            throw new StoreException(
                    name
                            + " is in use by another tori (pid "
                            + (holder.isEmpty() ? "unknown" : holder)
                            + "); stop that one first, or give this one a store.url of its own",
                    null,
                    holder.endsWith(here)
                            ? holder.substring(0, holder.length() - here.length())
                            : "unknown");
        }
        session = session(connection);
    }

    /** Writes down who has the lock now. */
    void sign(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "UPDATE tori_store SET owner = ?, holder = ?, committed = 0")) {
            statement.setString(1, owner);
            statement.setString(2, ProcessHandle.current().pid() + " on " + host());
            statement.executeUpdate();
        }
    }

    /**
     * Takes the lock again, on a new connection. The session of the one that broke may still have
     * it, if the server has not noticed; it is ended, and the next attempt succeeds.
     *
     * @return the row; its owner is another one if another tori was here meanwhile
     * @throws SQLException if the lock cannot be had now
     */
    Row reacquire(Connection connection) throws SQLException {
        if (!tryLock(connection)) {
            Row row = row(connection);
            if (!isOwn(row)) {
                return row;
            }
            endOldSession(connection);
            throw new SQLException("the lock is held by a session that ends", "08006");
        }
        session = session(connection);
        return row(connection);
    }

    /** Gives the lock back at once, where the server is there; else it goes with the session. */
    void release(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_advisory_unlock(?, ?)")) {
            statement.setInt(1, LOCK_CLASS);
            statement.setInt(2, schema.hashCode());
            statement.execute();
        }
    }

    boolean isOwn(Row row) {
        return row.owner().equals(owner);
    }

    /** The row as it is. */
    Row row(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT owner, committed FROM tori_store");
                ResultSet row = query.executeQuery()) {
            return row.next() ? new Row(row.getString(1), row.getLong(2)) : new Row("", 0);
        }
    }

    private boolean tryLock(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            query.setInt(1, LOCK_CLASS);
            query.setInt(2, schema.hashCode());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static Session session(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid ="
                                        + " pg_backend_pid()");
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the server does not know its own session");
            }
            return new Session(row.getInt(1), row.getString(2));
        }
    }

    private void endOldSession(Connection connection) throws SQLException {
        Session old = session;
        if (old == null) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(END_SESSION)) {
            statement.setInt(1, old.pid());
            statement.setString(2, old.start());
            statement.execute();
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this host";
        }
    }
}
