package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import tori.config.StorePlace;
import tori.delivery.DeliveryState;
import tori.incident.IncidentStore;
import tori.incident.IncidentStoreContract;
import tori.model.Event;
import tori.model.History;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.poll.StateChange;
import tori.telemetry.CountingMeters;
import tori.wire.EventJson;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What incidents must do in every kind of database. */
abstract class SqlIncidentStoreContract extends IncidentStoreContract {

    private SqlStore store;
    private Instant now = Instant.parse("2026-01-02T00:00:00Z");

    /** The same each time. */
    abstract StorePlace place();

    @Override
    protected IncidentStore open() throws Exception {
        StoreDependencies usual = StoreFixtures.dependencies(new CountingMeters());
        store =
                SqlStore.open(
                        StoreFixtures.settings(place()),
                        new StoreDependencies(
                                EventJson::encode,
                                usual.decoder(),
                                usual.meters(),
                                usual.clock(),
                                () -> now,
                                usual.random()));
        return store;
    }

    @Override
    protected void close() {
        assertThat(store.close(Duration.ofSeconds(10)).isNothing()).isTrue();
    }

    @Override
    protected void record(MonitorId monitor, History history) {
        Event event = StoreFixtures.event(monitor, monitor.monitor());
        store.record(
                monitor,
                new StateChange("uptime", true, Map.of(1L, new byte[] {1}), Set.of(), history),
                List.of(event),
                List.of(new Owed("log", event)));
    }

    @Override
    protected long owed() {
        return store.counts().getOrDefault(DeliveryState.PENDING, 0L);
    }

    @Test
    void shouldForgetWhatHasBeenOverForAYear() throws Exception {
        Incident old = incident(PAGE, 0);
        record(PAGE, new History(List.of(), List.of(old.closed(old.openedAt().plusSeconds(9)))));
        Incident open = incident(PAGE, 1);
        record(PAGE, new History(List.of(), List.of(open)));
        close();
        now = now.plus(StoreWriter.INCIDENT_RETENTION);
        StoreFixtures.letPass(place());
        open();
        await().until(() -> store.incident(old.id()) == null);
        assertThat(store.open(PAGE)).isEqualTo(open);
    }
}
