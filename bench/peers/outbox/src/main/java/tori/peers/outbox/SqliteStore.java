package tori.peers.outbox;

import com.zaxxer.hikari.HikariConfig;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteJDBCLoader;

import java.nio.file.Path;
import java.sql.SQLException;

/**
 * SQLite with a write-ahead log and {@code synchronous=FULL}: every commit waits for fdatasync. One
 * connection is best, since SQLite has one writer anyway: threads then queue fairly for it instead
 * of sleeping in its busy handler.
 */
final class SqliteStore extends Store {

    SqliteStore(Path folder, int connections) throws SQLException {
        super(config(folder, connections));
        expect("PRAGMA journal_mode", "wal");
        expect("PRAGMA synchronous", "2");
    }

    private static HikariConfig config(Path folder, int connections) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        sqlite.setBusyTimeout(10_000);
        SQLiteDataSource source = new SQLiteDataSource(sqlite);
        source.setUrl("jdbc:sqlite:" + folder.resolve("outbox.db"));
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        return config;
    }

    @Override
    String version() {
        return "SQLite " + SQLiteJDBCLoader.getVersion() + ", WAL, synchronous=FULL";
    }
}
