package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.StorePlace;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;

/**
 * One schema on a PostgreSQL server, which this process has for itself. Goes on with a new
 * connection when one breaks, unless another tori was there meanwhile.
 *
 * <p>Every transaction writes its number into the row of {@code tori_store}. If the connection
 * breaks while it is committed, that row says afterwards whether it was: the old session has ended
 * then, because the new one has its lock.
 */
final class PostgresEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresEngine.class);

    private final PostgresServer server;
    private final PostgresLease lease;
    private final LastingConnection connection;

    // Numbers of transactions: the last one committed, and one of which that is not known.
    private long committed;
    private long doubtful;

    private @Nullable Connection next;
    private volatile @Nullable String lost;

    private PostgresEngine(PostgresServer server, PostgresLease lease, Connection first) {
        this.server = server;
        this.lease = lease;
        this.connection = new LastingConnection(first);
    }

    /**
     * Opens the schema, creating the tables if it is empty.
     *
     * @throws StoreException with a sentence for the user: it cannot be reached, is in use, of
     *     another program, of a newer tori. Nothing in it was changed then.
     */
    static PostgresEngine open(StorePlace.Postgres place) throws StoreException {
        return open(place, UnaryOperator.identity());
    }

    /**
     * @param around what each connection is used through; tests put failures in between
     */
    static PostgresEngine open(StorePlace.Postgres place, UnaryOperator<Connection> around)
            throws StoreException {
        PostgresServer server = new PostgresServer(place, around);
        Connection connection = null;
        boolean opened = false;
        try {
            connection = server.connect();
            PostgresLease lease = new PostgresLease(server.name(), server.prepare(connection));
            lease.acquire(connection);
            int version = PostgresMigrations.check(server.name(), connection);
            PostgresMigrations.apply(connection, version);
            lease.sign(connection);
            if (PostgresServer.text(connection, "SHOW fsync").equals("off")) {
                LOG.warn(
                        "{} does not wait for its disk (fsync = off): a power failure may lose all"
                                + " of it",
                        server.name());
            }
            PostgresEngine engine = new PostgresEngine(server, lease, connection);
            opened = true;
            return engine;
        } catch (SQLException e) {
            throw new StoreException(server.text(e), e);
        } finally {
            if (!opened) {
                close(connection);
            }
        }
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public Connection connection() {
        return connection.connection();
    }

    @Override
    public boolean restore(boolean probing) throws SQLException {
        String already = lost;
        if (already != null) {
            throw new SQLException(already);
        }
        if (next != null) {
            return true;
        }
        Connection current = connection.current();
        if (!current.isClosed()) {
            if (!probing && !connection.isSuspect()) {
                return false;
            }
            if (PostgresServer.answers(current)) {
                connection.trusted();
                return false;
            }
        }
        close(current);
        next = reconnect();
        return true;
    }

    private Connection reconnect() throws SQLException {
        Connection fresh = server.connect();
        boolean usable = false;
        try {
            server.prepare(fresh);
            PostgresLease.Row row = lease.reacquire(fresh);
            if (!lease.isOwn(row)) {
                throw lost(
                        server.name()
                                + " was taken by another tori while this one could not reach it:"
                                + " this one writes nothing down any more; stop one of the two, and"
                                + " restart this one if it is to go on");
            }
            if (row.committed() < committed) {
                throw lost(
                        server.name()
                                + " has lost what had been committed (it was restored, or another"
                                + " server took its place): this tori writes nothing down any more;"
                                + " restart it, so that it begins with what is there");
            }
            committed = row.committed();
            usable = true;
            return fresh;
        } catch (StoreException e) {
            throw new SQLException(e.getMessage(), e);
        } finally {
            if (!usable) {
                close(fresh);
            }
        }
    }

    private SQLException lost(String sentence) {
        lost = sentence;
        return new SQLException(sentence);
    }

    @Override
    public void adopt() {
        Connection fresh = next;
        if (fresh != null) {
            connection.use(fresh);
            next = null;
        }
    }

    /**
     * Every commit waits for the server's disk, also where that is not asked for: a server may
     * crash while tori goes on, and what it lost then would be missing beneath what is written
     * next.
     */
    @Override
    public void begin(boolean durable) throws SQLException {
        connection.current().setAutoCommit(false);
    }

    @Override
    public void commit() throws SQLException {
        Connection current = connection.current();
        long number = committed + 1;
        execute(current, "UPDATE tori_store SET committed = " + number);
        try {
            current.commit();
        } catch (SQLException e) {
            if (PostgresReasons.isBroken(e) || current.isClosed()) {
                doubtful = number;
                close(current);
                throw new DoubtfulCommitException(e);
            }
            throw e;
        }
        committed = number;
        try {
            current.setAutoCommit(true);
        } catch (SQLException e) {
            // It is committed; whoever uses the connection next finds it closed.
            LOG.debug("{}: the connection broke after a commit", name(), e);
        }
    }

    @Override
    public boolean hasCommitted() {
        return committed == doubtful;
    }

    @Override
    public void rollback(Exception because) {
        Connection current = connection.current();
        try {
            current.rollback();
            current.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            because.addSuppressed(e);
            // The server undoes what a connection has begun that is no more.
            close(current);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Override
    public @Nullable String lost() {
        return lost;
    }

    @Override
    public String text(SQLException failure) {
        String already = lost;
        return already != null ? already : server.text(failure);
    }

    @Override
    public boolean isBug(SQLException failure) {
        return PostgresReasons.isBug(failure);
    }

    @Override
    public void close() {
        Connection current = connection.current();
        try {
            if (!current.isClosed()) {
                PostgresServer.hurry(current);
                lease.release(current);
            }
        } catch (SQLException e) {
            LOG.debug("{}: the lock goes with the session", name(), e);
        }
        close(current);
        close(next);
    }

    private static void close(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a connection did not close cleanly", e);
        }
    }
}
