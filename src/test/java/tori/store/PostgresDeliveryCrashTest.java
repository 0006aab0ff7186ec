package tori.store;

import tori.config.StoreConfig;

/** Kills processes that use a PostgreSQL server. */
class PostgresDeliveryCrashTest extends DeliveryCrashContract {

    @Override
    StoreConfig place() {
        return PostgresFixture.newPlace();
    }
}
