package tori.store;

import tori.config.StorePlace;

/** Incidents on a PostgreSQL server. */
class PostgresIncidentStoreTest extends SqlIncidentStoreContract {

    private final StorePlace place = PostgresFixture.newPlace();

    @Override
    StorePlace place() {
        return place;
    }
}
