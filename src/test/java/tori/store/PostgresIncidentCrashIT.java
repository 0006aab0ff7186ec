package tori.store;

import tori.config.StorePlace;

/** Kills processes that use a PostgreSQL server. */
class PostgresIncidentCrashIT extends IncidentCrashContract {

    @Override
    StorePlace place() {
        return PostgresFixture.newPlace();
    }
}
