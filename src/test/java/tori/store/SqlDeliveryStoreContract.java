package tori.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import tori.config.StorePlace;
import tori.delivery.Acceptance;
import tori.delivery.Attempt;
import tori.delivery.Claimed;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.DeliveryStore;
import tori.delivery.DeliveryStoreContract;
import tori.delivery.Notices;
import tori.delivery.Outcome;
import tori.model.Answer;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;
import tori.time.SystemClocks;
import tori.wire.EventJson;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What deliveries must do in every kind of database. */
abstract class SqlDeliveryStoreContract extends DeliveryStoreContract {

    static final MonitorId ENERGY = new MonitorId("gorilla", "energy");
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The same place each time for the same name. */
    abstract StorePlace place(String name);

    /** Changes something behind the store's back. */
    abstract void execute(String name, String sql) throws Exception;

    @Override
    protected DeliveryStore open(SettableClock wall, CountingMeters counts) throws Exception {
        return openAt("contract.db");
    }

    @Override
    protected void close(DeliveryStore opened) {
        ((SqlStore) opened).close();
    }

    StoreDependencies dependencies() {
        return new StoreDependencies(
                SqlDeliveryStoreContract::encode,
                EventJson::decode,
                meters,
                SystemClocks.monotonic(),
                clock,
                new Random(1));
    }

    SqlStore open(StoreSettings settings) throws StoreException {
        return SqlStore.open(settings, dependencies());
    }

    SqlStore openAt(String name) throws StoreException {
        return open(StoreFixtures.settings(place(name)));
    }

    static byte[] encode(Event event) {
        if (event.subject().equals("unspeakable")) {
            throw new IllegalStateException("cannot");
        }
        return EventJson.encode(event);
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static Owed owed(String subject) {
        return new Owed("main", Notices.notice(subject, "text"));
    }

    Attempt attempt() {
        return new Attempt(now(), now(), "main", Outcome.DELIVERED, "", Answer.NONE);
    }

    void deliver(SqlStore store, int count) throws Exception {
        for (Claimed claimed : get(store.claim("main", count))) {
            get(store.settle(List.of(claimed.delivered(attempt()))));
        }
    }

    @Test
    void shouldWriteWhatIsOwedWithTheChangeThatRaisedIt() throws Exception {
        Event owedEvent = Notices.notice("1", "owed");
        Event plain = Notices.notice("2", "plain");
        try (SqlStore store = openAt("together.db")) {
            store.record(
                    ENERGY,
                    StateStoreContract.whole("a", Map.of(1L, "one")),
                    List.of(owedEvent, plain),
                    List.of(new Owed("main", owedEvent), new Owed("else", owedEvent)));
        }
        try (SqlStore store = openAt("together.db")) {
            assertThat(StateStoreContract.texts(store.load(ENERGY, "a")))
                    .isEqualTo(Map.of(1L, "one"));
            assertThat(store.latestEvents(9))
                    .extracting(StoredEvent::subject)
                    .containsExactly("2", "1");
            assertThat(get(store.claim("main", 9)))
                    .extracting(Claimed::event)
                    .containsExactly(owedEvent);
            assertThat(store.owing()).isEqualTo(Map.of("main", 1L, "else", 1L));
        }
    }

    @Test
    void shouldFailAloneWhatCanNeverBeWritten() throws Exception {
        try (SqlStore store = openAt("bug.db")) {
            CompletableFuture<List<Acceptance>> mute = store.accept(List.of(owed("unspeakable")));
            CompletableFuture<List<Acceptance>> keyless =
                    store.accept(List.of(new Owed("main", null, Notices.notice("a", "x"))));
            CompletableFuture<List<Acceptance>> good = store.accept(List.of(owed("a")));
            assertThatThrownBy(() -> get(mute)).hasRootCauseMessage("cannot");
            assertThatThrownBy(() -> get(keyless)).hasMessageContainingAll("delivery", "key");
            assertThat(get(good).getFirst().first()).isTrue();

            Event event = Notices.notice("b", "x");
            store.record(
                    ENERGY,
                    StateStoreContract.whole("a", Map.of(1L, "one")),
                    List.of(event),
                    List.of(new Owed("main", null, event)));
            await().atMost(PATIENCE).until(() -> store.unwritten().isNothing());
            assertThat(meters.count("storeLost")).isEqualTo(1);
            assertThat(store.counts().get(DeliveryState.PENDING)).isEqualTo(1);
            assertThat(store.latestEvents(9)).hasSize(2);
        }
    }

    @Test
    void shouldBuryWhatCannotBeReadAndGoOn() throws Exception {
        long bad;
        try (SqlStore store = openAt("unreadable.db")) {
            bad = get(store.accept(List.of(owed("a"), owed("a"), owed("b")))).getFirst().id();
        }
        execute("unreadable.db", "UPDATE event SET body = '{' WHERE seq = 1");
        try (SqlStore store = openAt("unreadable.db")) {
            assertThat(get(store.claim("main", 9)))
                    .extracting(Claimed::id)
                    .containsExactly(bad + 2);
            assertThat(get(store.claim("main", 9)))
                    .extracting(Claimed::id)
                    .containsExactly(bad + 1);
            DeliveryRow row = store.detail(bad).row();
            assertThat(row.state()).isEqualTo(DeliveryState.FAILED);
            assertThat(row.reason()).contains("cannot be read");
            assertThat(meters.count("loopFailed:store")).isEqualTo(1);
        }
    }

    @Test
    void shouldPruneFinishedDeliveriesAndKeepTheEventsOfTheOthers() throws Exception {
        try (SqlStore store = openAt("prune.db")) {
            get(store.accept(List.of(owed("old"), owed("dead"), owed("unwanted"), owed("open"))));
            List<Claimed> claimed = get(store.claim("main", 2));
            get(
                    store.settle(
                            List.of(
                                    claimed.get(0).delivered(attempt()),
                                    claimed.get(1).died(attempt()))));
            get(store.discard(new DeliveryFilter(List.of(3L), List.of(), null)));
        }
        clock.advance(Duration.ofDays(40));
        StoreFixtures.letPass(place("prune.db"));
        try (SqlStore store = openAt("prune.db")) {
            await().atMost(PATIENCE).until(() -> store.latestEvents(9).size() == 2);
            assertThat(store.list(DeliveryFilter.ALL, 9, 0))
                    .extracting(DeliveryRow::subject)
                    .containsExactly("open", "dead");
            assertThat(store.count(DeliveryFilter.ALL)).isEqualTo(2);
            assertThat(get(store.accept(List.of(owed("next")))).getFirst().id()).isEqualTo(5);
        }
    }

    @Test
    void shouldKeepOnlySoManyFinishedDeliveries() throws Exception {
        StoreSettings usual = StoreFixtures.settings(place("surplus.db"));
        StoreSettings few =
                new StoreSettings(
                        usual.place(),
                        usual.retention(),
                        usual.maxStoredEvents(),
                        usual.maxWaitingEvents(),
                        usual.maxBatchRows(),
                        usual.finishedRetention(),
                        3,
                        usual.retry());
        try (SqlStore store = open(few)) {
            List<Owed> many = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                many.add(owed("s" + i));
            }
            get(store.accept(many));
            deliver(store, 10);
            assertThat(store.count(DeliveryFilter.ALL)).isEqualTo(10);
        }
        try (SqlStore store = open(few)) {
            await().atMost(PATIENCE).until(() -> store.count(DeliveryFilter.ALL) == 3);
            assertThat(store.list(DeliveryFilter.ALL, 99, 0))
                    .extracting(DeliveryRow::subject)
                    .containsExactly("s9", "s8", "s7");
        }
    }
}
