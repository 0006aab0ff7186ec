package tori.store;

import tori.config.StoreConfig;

/** Kills processes that use a PostgreSQL server. */
class PostgresStoreCrashTest extends StoreCrashContract {

    @Override
    StoreConfig place() {
        return PostgresFixture.newPlace();
    }
}
