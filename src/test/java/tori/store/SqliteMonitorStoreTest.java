package tori.store;

import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;

import java.nio.file.Path;

/** Added monitors in a SQLite file. */
class SqliteMonitorStoreTest extends SqlMonitorStoreContract {

    @TempDir Path folder;

    @Override
    StorePlace place() {
        return new StorePlace.Sqlite(folder.resolve("tori.db").toString());
    }
}
