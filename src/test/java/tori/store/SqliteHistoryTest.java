package tori.store;

import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;

import java.nio.file.Path;
import java.time.Duration;

/** What checks found, in a SQLite file, folded into segments all the time. */
class SqliteHistoryTest extends SqlHistoryContract {

    @TempDir Path folder;

    @Override
    StorePlace place() {
        return new StorePlace.Sqlite(folder.resolve("tori.db").toString());
    }

    @Override
    Duration foldEvery() {
        return Duration.ofMillis(1);
    }
}
