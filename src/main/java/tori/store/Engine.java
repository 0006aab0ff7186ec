package tori.store;

import org.jspecify.annotations.Nullable;

import tori.config.StorePlace;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What differs between the databases that the store can use: how one is opened and kept for this
 * process alone, how transactions begin and end, what failures mean. Statements are the same for
 * all. Used behind the lock of the connection unless a method says otherwise.
 */
sealed interface Engine permits SqliteEngine, PostgresEngine {

    /**
     * Opens a database and brings it to the newest schema.
     *
     * @throws StoreException with a sentence for the user; nothing in it was changed then
     */
    static Engine open(StorePlace place) throws StoreException {
        return switch (place) {
            case StorePlace.Sqlite(String path) ->
                    SqliteEngine.open(Path.of(path), Database::connect);
            case StorePlace.Postgres server -> PostgresEngine.open(server);
        };
    }

    /** What sentences call it; without a password. Any thread. */
    String name();

    /** The connection that statements are prepared on; the same until the end. Any thread. */
    Connection connection();

    /**
     * Makes sure of the connection before it is used, which may take some seconds. Writer only,
     * without the lock of the connection.
     *
     * @param probing whether the database is asked, though nothing seems wrong
     * @return whether there is a new one, which takes effect with {@link #adopt}
     * @throws SQLException if there is none and none can be had
     */
    boolean restore(boolean probing) throws SQLException;

    /** Uses the new connection from now on. */
    void adopt();

    /**
     * Begins a transaction.
     *
     * @param durable whether the commit must survive a power failure; else it waits for no disk.
     *     What a recovery finds is a prefix of the commits, at least up to the last durable one
     */
    void begin(boolean durable) throws SQLException;

    /**
     * Commits it.
     *
     * @throws DoubtfulCommitException if it is not known whether that took effect; {@link
     *     #hasCommitted} knows
     */
    void commit() throws SQLException;

    /** Whether the doubtful commit has taken effect. After {@link #restore}. */
    boolean hasCommitted();

    /** Undoes the transaction. */
    void rollback(Exception because);

    /**
     * Why all that is written now is in vain, in a sentence, until tori is restarted; null if it is
     * not. May ask the file system. Any thread.
     */
    @Nullable String lost();

    /** A sentence for why the database cannot be used, and what to do about it. Any thread. */
    String text(SQLException failure);

    /** The same as an exception. Any thread. */
    default StoreException sentence(SQLException failure) {
        return new StoreException(text(failure), failure);
    }

    /**
     * Whether the failure lies in what was asked for and will come again however often it is asked:
     * not in the disk, the server or another program. Any thread.
     */
    boolean isBug(SQLException failure);

    /** Gives the database back. */
    void close();
}
