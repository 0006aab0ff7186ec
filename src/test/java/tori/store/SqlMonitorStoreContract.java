package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import tori.config.StorePlace;
import tori.incident.IncidentStore;
import tori.poll.MonitorStore;
import tori.poll.MonitorStoreContract;
import tori.poll.StateStore;
import tori.telemetry.CountingMeters;

import java.time.Duration;

/** What every kind of database must do with added monitors. */
abstract class SqlMonitorStoreContract extends MonitorStoreContract {

    private SqlStore store;

    /** The same each time. */
    abstract StorePlace place();

    @Override
    protected MonitorStore open() throws Exception {
        store =
                SqlStore.open(
                        StoreFixtures.settings(place()),
                        StoreFixtures.dependencies(new CountingMeters()));
        return store.addedMonitors();
    }

    @Override
    protected void close() {
        assertThat(store.close(Duration.ofSeconds(10)).isNothing()).isTrue();
    }

    @Override
    protected StateStore states() {
        return store;
    }

    @Override
    protected IncidentStore incidents() {
        return store;
    }
}
