package tori.store;

import tori.config.StorePlace;

/** Kills processes that keep a history on a PostgreSQL server. */
class PostgresHistoryCrashIT extends HistoryCrashContract {

    @Override
    StorePlace place() {
        return PostgresFixture.newPlace();
    }
}
