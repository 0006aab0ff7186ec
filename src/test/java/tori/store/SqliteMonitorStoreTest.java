package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;

import tori.incident.IncidentStore;
import tori.poll.MonitorStore;
import tori.poll.MonitorStoreContract;
import tori.poll.StateStore;
import tori.telemetry.CountingMeters;

import java.nio.file.Path;
import java.time.Duration;

/** Added monitors in a SQLite file. */
class SqliteMonitorStoreTest extends MonitorStoreContract {

    @TempDir Path folder;

    private SqliteStore store;

    @Override
    protected MonitorStore open() throws Exception {
        store =
                SqliteStore.open(
                        StoreFixtures.settings(folder.resolve("tori.db")),
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
