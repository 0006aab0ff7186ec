package tori.store;

import tori.config.StorePlace;

/** Added monitors on a PostgreSQL server. */
class PostgresMonitorStoreTest extends SqlMonitorStoreContract {

    private final StorePlace place = PostgresFixture.newPlace();

    @Override
    StorePlace place() {
        return place;
    }
}
