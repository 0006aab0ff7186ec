package tori.store;

import tori.config.StoreConfig;

/** Incidents on a PostgreSQL server. */
class PostgresIncidentStoreTest extends SqlIncidentStoreContract {

    private final StoreConfig place = PostgresFixture.newPlace();

    @Override
    StoreConfig place() {
        return place;
    }
}
