package tori.store;

import org.junit.jupiter.api.io.TempDir;

import tori.config.StoreConfig;

import java.nio.file.Path;

/** Kills processes that use a SQLite file. */
class StoreCrashTest extends StoreCrashContract {

    @TempDir Path folder;

    @Override
    StoreConfig place() {
        return new StoreConfig.Sqlite(folder.resolve("tori.db").toString());
    }
}
