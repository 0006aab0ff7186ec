package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One SQLite file, which this process has for itself. Belongs to whoever has the lock. */
final class SqliteEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteEngine.class);

    private final Path file;
    private final FileLease lease;
    private final Connection connection;
    private final FileIdentity identity;

    // As Database opens the connection.
    private boolean syncsCommits;

    private SqliteEngine(Path file, FileLease lease, Connection connection) {
        this.file = file;
        this.lease = lease;
        this.connection = connection;
        this.identity = new FileIdentity(file);
    }

    /**
     * Opens the file, creating it if it is not there.
     *
     * @throws StoreException with a sentence for the user: the file is in use, damaged, of another
     *     program, of a newer tori, or cannot be read or written. Nothing in it was changed then.
     */
    static SqliteEngine open(Path path, Database.ConnectionFactory factory) throws StoreException {
        Path named = path.toAbsolutePath().normalize();
        Database.prepare(named);
        Path file = Database.real(named);
        Database.requireOneName(file);
        FileLease lease = FileLease.acquire(file);
        boolean opened = false;
        try {
            Database.tellWhatIsMissing(file, lease);
            Database.create(file);
            SqliteEngine engine = new SqliteEngine(named, lease, Database.open(file, factory));
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                release(lease);
            }
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    /** A file's connection does not break. */
    @Override
    public boolean restore(boolean probing) {
        return false;
    }

    @Override
    public void adopt() {}

    /**
     * Not JDBC's {@code setAutoCommit(false)}: after a failure that SQLite has rolled back by
     * itself, as when the disk is full, the driver goes on outside any transaction.
     *
     * <p>Going without a sync is sound in WAL mode, whatever came before: the log is one file,
     * written at its end, and syncing it takes along the commits before that waited for nobody.
     * Checkpoints sync at either level.
     */
    @Override
    public void begin(boolean durable) throws SQLException {
        if (durable != syncsCommits) {
            execute("PRAGMA synchronous = " + (durable ? "FULL" : "NORMAL"));
            syncsCommits = durable;
        }
        execute("BEGIN IMMEDIATE");
    }

    @Override
    public void commit() throws SQLException {
        execute("COMMIT");
    }

    /** What failed is retried; rows know by their keys whether they are there. */
    @Override
    public boolean hasCommitted() {
        return false;
    }

    @Override
    public void rollback(Exception because) {
        try {
            execute("ROLLBACK");
        } catch (SQLException | RuntimeException e) {
            // Fails where SQLite has rolled back by itself.
            because.addSuppressed(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Override
    public @Nullable String lost() {
        return identity.isKept()
                ? null
                : file
                        + " was deleted or replaced while tori runs: nothing can be written down;"
                        + " put the file back or restart tori";
    }

    @Override
    public String text(SQLException failure) {
        return Reasons.text(file, failure);
    }

    @Override
    public boolean isBug(SQLException failure) {
        return Reasons.isBug(failure);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("{} did not close cleanly: {}", file, e.getMessage());
        }
        release(lease);
    }

    private static void release(FileLease lease) {
        try {
            lease.close();
        } catch (IOException e) {
            LOG.warn("the lock of the store was not released cleanly: {}", e.getMessage());
        }
    }
}
