package tori.store;

import tori.config.StorePlace;

import java.time.Duration;

/** What checks found, on a PostgreSQL server, as long as it is in the journal and in no segment. */
class PostgresHistoryJournalTest extends SqlHistoryContract {

    private final StorePlace place = PostgresFixture.newPlace();

    @Override
    StorePlace place() {
        return place;
    }

    @Override
    Duration foldEvery() {
        return Duration.ofDays(1);
    }
}
