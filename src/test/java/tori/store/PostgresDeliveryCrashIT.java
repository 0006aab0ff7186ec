package tori.store;

import tori.config.StorePlace;

/** Kills processes that use a PostgreSQL server. */
class PostgresDeliveryCrashIT extends DeliveryCrashContract {

    @Override
    StorePlace place() {
        return PostgresFixture.newPlace();
    }
}
