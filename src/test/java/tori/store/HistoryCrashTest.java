package tori.store;

import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;

import java.nio.file.Path;

/** Kills processes that keep a history in a SQLite file. */
class HistoryCrashTest extends HistoryCrashContract {

    @TempDir Path folder;

    @Override
    StorePlace place() {
        return new StorePlace.Sqlite(folder.resolve("tori.db").toString());
    }
}
