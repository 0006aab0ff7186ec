package tori.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Opens the SQLite file, or says in words why it cannot; changes nothing in a file that is not
 * tori's or is damaged. Called by the thread that opens the store.
 */
final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** How long a statement waits for another program that has the file locked. */
    private static final int BUSY_TIMEOUT_MILLIS = 2_000;

    /** Some 100 ms of reading. */
    private static final long MAX_CHECKED_BYTES = 32 << 20;

    /** How a connection comes about; tests put failures in between. */
    @FunctionalInterface
    interface ConnectionFactory {
        Connection open(Path file) throws SQLException;
    }

    private Database() {}

    /**
     * Opening a connection would do it too, and would say what is wrong. The driver's settings
     * first, which take longer: they read the names of all time zones.
     */
    static void loadLibrary() {
        try {
            var _ = new SQLiteConfig();
            NativeLibrary.load();
        } catch (Exception e) {
            LOG.debug("SQLite's library could not be loaded in advance", e);
        }
    }

    /** Opens a connection to the file as SQLite itself does it. */
    static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.enforceForeignKeys(true);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    /** Makes sure the file can be used, creating missing folders. */
    static void prepare(Path file) throws StoreException {
        Path folder = file.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new StoreException(
                    file + " cannot be created: folder " + folder + ": " + Reasons.of(e), e);
        }
        if (Files.isDirectory(file)) {
            throw new StoreException(
                    file + " is a folder; name a file in store.url, for example sqlite:tori.db",
                    null);
        }
        if (Files.exists(file) && !Files.isReadable(file)) {
            throw new StoreException(
                    file + " cannot be read: permission denied for the user tori runs as", null);
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new StoreException(
                    file + " is read-only; make it writable for the user tori runs as", null);
        }
    }

    /**
     * A second name of the file (a hard link) has a lock and a write-ahead log of its own: two
     * processes would write over each other.
     */
    static void requireOneName(Path file) throws StoreException {
        int names = 1;
        try {
            if (Files.exists(file) && Files.getAttribute(file, "unix:nlink") instanceof Integer n) {
                names = n;
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return; // not a file system that could tell
        }
        if (names > 1) {
            throw new StoreException(
                    file
                            + " has "
                            + names
                            + " names (hard links), and two tori could use it at once without"
                            + " knowing; copy it, or remove the other names",
                    null);
        }
    }

    /** Says so where what an earlier tori wrote is not there any more. */
    static void tellWhatIsMissing(Path file, FileLease lease) throws StoreException {
        try {
            boolean empty = !Files.exists(file) || Files.size(file) == 0;
            if (lease.isKnown() && empty) {
                LOG.error(
                        "{} was used by a tori before and is {} now: it begins without earlier"
                                + " state, and what was owed is lost; put the file back, with its"
                                + " -wal file if there was one, if that is not what you want",
                        file,
                        Files.exists(file) ? "empty" : "not there");
            } else if (lease.wasLeft()
                    && !empty
                    && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"))) {
                LOG.error(
                        "{} was not closed by the last tori and its file {}-wal is gone: what was"
                                + " written last is lost",
                        file,
                        file.getFileName());
            }
        } catch (IOException e) {
            throw new StoreException(file + " cannot be read: " + Reasons.of(e), e);
        }
    }

    /** The file itself where a link was named: one file has one lease, whatever it is called. */
    static Path real(Path file) throws StoreException {
        try {
            return Files.exists(file) ? file.toRealPath() : file;
        } catch (IOException e) {
            throw new StoreException(file + " cannot be read: " + Reasons.of(e), e);
        }
    }

    /**
     * Has a new file be for the user tori runs as alone, with what SQLite lays beside it: there are
     * hashes of passwords in it, and what tokens are signed with.
     */
    static void create(Path file) {
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (IOException | UnsupportedOperationException e) {
            // It is there already, or opening it says what is wrong.
            LOG.debug("{} was not created in advance", file, e);
        }
    }

    /** Opens, checks and migrates. The file's lease is held by the caller. */
    static Connection open(Path file, ConnectionFactory factory) throws StoreException {
        Connection connection = null;
        try {
            connection = factory.open(file);
            int version = Migrations.check(file, connection);
            if (isQuicklyRead(file)) {
                checkSound(file, connection);
            }
            configure(file, connection);
            Migrations.apply(connection, version);
            return connection;
        } catch (SQLException e) {
            close(connection, e);
            throw Reasons.sentence(file, e);
        } catch (StoreException e) {
            close(connection, e);
            throw e;
        }
    }

    private static void close(@Nullable Connection connection, Exception because) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /**
     * A large file is not checked: reading it takes seconds in which nothing is sent, and after a
     * crash what was under way is to be sent again at once. SQLite still checks each page it uses.
     */
    private static boolean isQuicklyRead(Path file) throws StoreException {
        try {
            return Files.size(file) <= MAX_CHECKED_BYTES;
        } catch (IOException e) {
            throw new StoreException(file + " cannot be read: " + Reasons.of(e), e);
        }
    }

    /** Reads every page once, some 300 MB a second. */
    private static void checkSound(Path file, Connection connection)
            throws SQLException, StoreException {
        String answer = query(connection, "PRAGMA quick_check(1)");
        if (!"ok".equals(answer)) {
            throw new StoreException(
                    Reasons.damaged(file, answer.replace('\n', ' ').strip()), null);
        }
    }

    /**
     * WAL, so that a commit is one append, and {@code synchronous = NORMAL}: a commit then waits
     * for no disk, except where {@link SqliteEngine#begin} asks for it. Killing the process loses
     * nothing that was committed; a power failure may lose the last moments, never the file, and
     * what is lost is merely noticed and reported a second time.
     */
    private static void configure(Path file, Connection connection) throws SQLException {
        String mode = query(connection, "PRAGMA journal_mode = WAL");
        if (!"wal".equalsIgnoreCase(mode)) {
            LOG.warn(
                    "{} is on a file system without write-ahead logging (mode {}): slower, but"
                            + " safe",
                    file,
                    mode);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("PRAGMA journal_size_limit = 67108864");
        }
    }

    private static String query(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(pragma)) {
            return result.next() ? String.valueOf(result.getString(1)) : "";
        }
    }
}
