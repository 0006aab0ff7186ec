package tori.store;

import tori.config.StorePlace;

/** Kills processes that use a PostgreSQL server. */
class PostgresStoreCrashIT extends StoreCrashContract {

    @Override
    StorePlace place() {
        return PostgresFixture.newPlace();
    }
}
