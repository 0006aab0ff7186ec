package tori.store;

import tori.config.StorePlace;

import java.time.Duration;

/** What checks found, on a PostgreSQL server, folded into segments all the time. */
class PostgresHistoryTest extends SqlHistoryContract {

    private final StorePlace place = PostgresFixture.newPlace();

    @Override
    StorePlace place() {
        return place;
    }

    @Override
    Duration foldEvery() {
        return Duration.ofMillis(1);
    }
}
