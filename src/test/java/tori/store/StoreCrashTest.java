package tori.store;

import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;

import java.nio.file.Path;

/** Kills processes that use a SQLite file. */
class StoreCrashTest extends StoreCrashContract {

    @TempDir Path folder;

    @Override
    StorePlace place() {
        return new StorePlace.Sqlite(folder.resolve("tori.db").toString());
    }
}
