package tori.store;

import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;

import java.nio.file.Path;
import java.time.Duration;

/** What checks found, in a SQLite file, as long as it is in the journal and in no segment. */
class SqliteHistoryJournalTest extends SqlHistoryContract {

    @TempDir Path folder;

    @Override
    StorePlace place() {
        return new StorePlace.Sqlite(folder.resolve("tori.db").toString());
    }

    @Override
    Duration foldEvery() {
        return Duration.ofDays(1);
    }
}
