package tori.store;

import tori.config.StoreConfig;

/** Kills processes that use a PostgreSQL server. */
class PostgresIncidentCrashTest extends IncidentCrashContract {

    @Override
    StoreConfig place() {
        return PostgresFixture.newPlace();
    }
}
