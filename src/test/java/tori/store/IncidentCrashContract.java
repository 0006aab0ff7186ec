package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;

import tori.config.StorePlace;
import tori.delivery.DeliveryState;
import tori.incident.IncidentStore.Selection;
import tori.incident.Standing;
import tori.incident.StandingCodec;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.telemetry.CountingMeters;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Kills a process in which incidents open and close, and looks at what is on the disk. */
abstract class IncidentCrashContract {

    /** A place of its own for each test. */
    abstract StorePlace place();

    @RepeatedTest(3)
    void shouldHaveOneAlertForEachIncidentHoweverOftenItIsKilled() throws Exception {
        StorePlace place = place();
        for (int kill = 0; kill < 3; kill++) {
            try (IncidentProcess process = IncidentProcess.start(place)) {
                process.awaitLines(200 + new Random().nextInt(1_000));
            }
        }
        try (SqlStore store =
                StoreFixtures.openAfterKill(
                        StoreSettings.of(place),
                        StoreFixtures.dependencies(new CountingMeters()))) {
            List<StoredEvent> events = store.latestEvents(Integer.MAX_VALUE);
            List<Incident> incidents = store.incidents(Selection.ALL, Integer.MAX_VALUE, 0);
            assertThat(incidents).as("something was written before the kills").isNotEmpty();
            assertThat(store.counts().get(DeliveryState.PENDING)).isEqualTo(events.size());
            for (int number = 0; number < IncidentProcess.MONITORS; number++) {
                MonitorId monitor = IncidentProcess.monitor(number);
                List<Incident> own =
                        incidents.stream().filter(one -> one.monitor().equals(monitor)).toList();
                long closed = own.stream().filter(one -> one.closedAt() != null).count();
                assertThat(count(events, monitor, "tori.incident.opened")).isEqualTo(own.size());
                assertThat(count(events, monitor, "tori.incident.closed")).isEqualTo(closed);
                Standing standing = standing(store, monitor);
                assertThat(standing.open()).isEqualTo(store.open(monitor));
                assertThat(standing.sequence()).isEqualTo(own.size() + closed);
            }
        }
    }

    private static Standing standing(SqlStore store, MonitorId monitor) throws Exception {
        Map<Long, byte[]> state = store.load(monitor, "uptime");
        assertThat(state).isNotNull();
        return StandingCodec.decode(monitor, state.get(1L));
    }

    private static long count(List<StoredEvent> events, MonitorId monitor, String type) {
        return events.stream()
                .filter(event -> event.source().equals(monitor.source()))
                .filter(event -> event.type().equals(type))
                .count();
    }
}
