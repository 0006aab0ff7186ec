package tori.store;

import tori.config.StorePlace;

/** Users on a PostgreSQL server. */
class PostgresUserStoreTest extends SqlUserStoreContract {

    private final StorePlace place = PostgresFixture.newPlace();

    @Override
    StorePlace place() {
        return place;
    }
}
