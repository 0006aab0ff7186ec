package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import tori.config.StorePlace;
import tori.model.Event;
import tori.model.MonitorId;
import tori.poll.StateStore;
import tori.telemetry.CountingMeters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What states and the event log must do in every kind of database. */
abstract class SqlStoreContract extends StateStoreContract {

    static final MonitorId ENERGY = new MonitorId("gorilla", "energy");
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final CountingMeters meters = new CountingMeters();

    /** The same place each time for the same name. */
    abstract StorePlace place(String name);

    @Override
    StateStore open() throws Exception {
        return openAt("contract.db");
    }

    @Override
    void close(StateStore store) {
        ((SqlStore) store).close();
    }

    SqlStore openAt(String name) throws StoreException {
        return SqlStore.open(
                StoreFixtures.settings(place(name)), StoreFixtures.dependencies(meters));
    }

    static Event event(String subject) {
        return StoreFixtures.event(ENERGY, subject);
    }

    @Test
    void shouldKeepTheEventLogNewestFirst() throws Exception {
        Event first = event("1/2");
        Event second = event("1/3");
        try (SqlStore store = openAt("events.db")) {
            store.record(ENERGY, whole("a", Map.of()), List.of(first, second));
        }
        try (SqlStore store = openAt("events.db")) {
            List<StoredEvent> events = store.latestEvents(10);
            assertThat(events).extracting(StoredEvent::subject).containsExactly("1/3", "1/2");
            assertThat(events.get(1))
                    .isEqualTo(
                            new StoredEvent(
                                    first.id(),
                                    first.time(),
                                    "/gorilla/energy",
                                    "tori.variant.restocked",
                                    "1/2",
                                    "{\"subject\":\"1/2\"}"));
            assertThat(store.latestEvents(1)).hasSize(1);
        }
    }

    @Test
    void shouldWriteAnEventOnce() throws Exception {
        Event event = event("1/2");
        try (SqlStore store = openAt("once.db")) {
            store.record(ENERGY, whole("a", Map.of()), List.of(event));
            store.record(ENERGY, whole("a", Map.of()), List.of(event));
        }
        try (SqlStore store = openAt("once.db")) {
            assertThat(store.latestEvents(10)).hasSize(1);
        }
    }

    @Test
    void shouldKeepTheRestWhenOneEventCannotBeEncoded() throws Exception {
        StoreDependencies usual = StoreFixtures.dependencies(meters);
        StoreDependencies broken =
                new StoreDependencies(
                        event -> {
                            if (event.subject().equals("bad")) {
                                throw new IllegalStateException("cannot");
                            }
                            return StoreFixtures.json(event);
                        },
                        usual.decoder(),
                        meters,
                        usual.clock(),
                        usual.wall(),
                        usual.random());
        try (SqlStore store = SqlStore.open(StoreFixtures.settings(place("encode.db")), broken)) {
            store.record(ENERGY, whole("a", Map.of(1L, "x")), List.of(event("bad"), event("good")));
            assertThat(store.close(PATIENCE).isNothing()).isTrue();
        }
        assertThat(meters.count("storeLost")).isEqualTo(1);
        try (SqlStore store = openAt("encode.db")) {
            assertThat(store.latestEvents(10))
                    .extracting(StoredEvent::subject)
                    .containsExactly("good");
            assertThat(texts(store.load(ENERGY, "a"))).isEqualTo(Map.of(1L, "x"));
        }
    }

    @Test
    void shouldPruneOldAndSurplusEvents() throws Exception {
        Instant now = StoreFixtures.dependencies(meters).wall().instant();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(StoreFixtures.event(ENERGY, "old " + i, now.minus(Duration.ofDays(31))));
        }
        for (int i = 0; i < 40; i++) {
            events.add(StoreFixtures.event(ENERGY, "new " + i, now.minus(Duration.ofDays(29))));
        }
        try (SqlStore store = openAt("prune.db")) {
            store.record(ENERGY, whole("a", Map.of()), events);
        }
        try (SqlStore store = openAt("prune.db")) {
            await().atMost(PATIENCE).until(() -> store.latestEvents(100).size() == 40);
            assertThat(store.latestEvents(100)).allMatch(row -> row.subject().startsWith("new"));
        }
        StoreSettings usual = StoreFixtures.settings(place("prune.db"));
        StoreSettings small =
                new StoreSettings(
                        usual.place(),
                        usual.retention(),
                        10,
                        100,
                        1_000,
                        usual.finishedRetention(),
                        usual.maxFinished(),
                        usual.retry());
        try (SqlStore store = SqlStore.open(small, StoreFixtures.dependencies(meters))) {
            await().atMost(PATIENCE).until(() -> store.latestEvents(100).size() == 10);
            assertThat(store.latestEvents(1).getFirst().subject()).isEqualTo("new 39");
        }
    }

    @Test
    void shouldCountWhatIsRecordedAfterClosing() throws Exception {
        SqlStore store = openAt("closed.db");
        store.close();
        store.record(ENERGY, whole("a", Map.of(1L, "x")), List.of(event("1")));

        assertThat(meters.count("storeLost")).isEqualTo(2);
        assertThatThrownBy(() -> store.load(ENERGY, "a"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is closed");
    }
}
