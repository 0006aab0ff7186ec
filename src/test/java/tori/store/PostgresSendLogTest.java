package tori.store;

import tori.config.StorePlace;
import tori.dispatch.SendLog;
import tori.dispatch.SendLogContract;
import tori.telemetry.CountingMeters;
import tori.time.NanoClock;
import tori.wire.EventJson;

import java.time.InstantSource;
import java.util.Random;

/** The times of sends on a PostgreSQL server. */
class PostgresSendLogTest extends SendLogContract {

    private final StorePlace place = PostgresFixture.newPlace();

    @Override
    protected SendLog open(NanoClock clock, InstantSource wallClock) throws Exception {
        return SqlStore.open(
                StoreFixtures.settings(place),
                new StoreDependencies(
                        StoreFixtures::json,
                        EventJson::decode,
                        new CountingMeters(),
                        clock,
                        wallClock,
                        new Random(1)));
    }

    @Override
    protected void close(SendLog log) {
        ((SqlStore) log).close();
    }
}
