package tori.store;

import org.junit.jupiter.api.io.TempDir;

import tori.config.StoreConfig;

import java.nio.file.Path;

/** Incidents in a SQLite file. */
class SqliteIncidentStoreTest extends SqlIncidentStoreContract {

    @TempDir Path folder;

    @Override
    StoreConfig place() {
        return new StoreConfig.Sqlite(folder.resolve("tori.db").toString());
    }
}
