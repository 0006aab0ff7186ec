package tori.store;

import java.time.Duration;

/** What checks found, in a SQLite file, as long as it is in the journal and in no segment. */
class SqliteHistoryJournalTest extends SqliteHistoryTest {

    @Override
    Duration foldEvery() {
        return Duration.ofDays(1);
    }
}
