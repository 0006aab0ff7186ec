package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.incident.IncidentStore;
import tori.model.History;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Telling;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What every {@link MonitorStore} must do, whatever it writes to. */
public abstract class MonitorStoreContract {

    private static final MonitorId PAGE = new MonitorId("anna", "page");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456Z");

    /** Incidents keep milliseconds. */
    private static final Instant REMOVED = Instant.parse("2026-01-01T00:01:00.123Z");

    private MonitorStore store;

    /** Opens the same place each time. */
    protected abstract MonitorStore open() throws Exception;

    /** Closes it in an orderly way. */
    protected abstract void close() throws Exception;

    /** What monitors remember, at the same place. */
    protected abstract StateStore states();

    /** Incidents at the same place. */
    protected abstract IncidentStore incidents();

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() throws Exception {
        close();
    }

    private static StoredMonitor monitor(String name) {
        return new StoredMonitor(
                UUID.randomUUID(),
                7,
                false,
                new MonitorId("anna", name),
                "{\"name\":\"" + name + "\",\"body\":\"über\"}",
                1,
                START,
                START);
    }

    private boolean add(StoredMonitor monitor) throws Exception {
        return store.add(monitor).get(20, TimeUnit.SECONDS);
    }

    private boolean change(StoredMonitor monitor) throws Exception {
        return store.change(monitor).get(20, TimeUnit.SECONDS);
    }

    private boolean remove(UUID id, boolean forget) throws Exception {
        return store.remove(id, forget, REMOVED).get(20, TimeUnit.SECONDS);
    }

    /** Has a monitor remember something, with an open incident. */
    private Incident remember(MonitorId monitor) throws Exception {
        Incident incident =
                new Incident(
                        UUID.randomUUID(),
                        monitor,
                        "timeout",
                        "too slow",
                        START,
                        START.plusSeconds(1),
                        null,
                        Telling.NOBODY);
        states().record(
                        monitor,
                        new StateChange(
                                "uptime",
                                true,
                                Map.of(1L, new byte[] {1}),
                                Set.of(),
                                new History(List.of(), List.of(incident))),
                        List.of(),
                        List.of());
        await().until(() -> incidents().open(monitor) != null);
        return incident;
    }

    @Test
    void shouldGiveBackWhatWasAddedInThatOrder() throws Exception {
        StoredMonitor one = monitor("one");
        StoredMonitor two = monitor("two");
        assertThat(store.monitors()).isEmpty();
        assertThat(add(two)).isTrue();
        assertThat(add(one)).isTrue();
        assertThat(store.monitors()).containsExactly(two, one);

        close();
        store = open();
        assertThat(store.monitors()).containsExactly(two, one);
    }

    @Test
    void shouldHaveOneOfAName() throws Exception {
        StoredMonitor one = monitor("one");
        assertThat(add(one)).isTrue();
        assertThat(add(monitor("one"))).isFalse();
        assertThat(add(one)).isFalse();
        assertThat(store.monitors()).containsExactly(one);
    }

    @Test
    void shouldReplaceTheVersionBeforeAndNoOther() throws Exception {
        StoredMonitor first = monitor("one");
        add(first);
        StoredMonitor second = first.changed("{}", true, START.plusSeconds(5));
        StoredMonitor late = first.changed("{\"late\":1}", false, START.plusSeconds(6));

        assertThat(change(second)).isTrue();
        assertThat(change(late)).as("somebody was faster").isFalse();
        assertThat(change(monitor("two").changed("{}", false, START))).isFalse();
        assertThat(store.monitors()).containsExactly(second);
    }

    @Test
    void shouldForgetWhatADeletedOneRemembers() throws Exception {
        StoredMonitor page = monitor("page");
        add(page);
        Incident incident = remember(PAGE);

        assertThat(remove(page.id(), true)).isTrue();

        assertThat(store.monitors()).isEmpty();
        assertThat(states().load(PAGE, "uptime")).isNull();
        assertThat(incidents().open(PAGE)).isNull();
        Incident closed = incidents().incident(incident.id());
        assertThat(closed).isNotNull();
        assertThat(closed.closedAt()).isEqualTo(REMOVED);
        assertThat(remove(page.id(), true)).isFalse();
    }

    @Test
    void shouldLeaveAloneWhatAnotherOfItsNameRemembers() throws Exception {
        StoredMonitor page = monitor("page");
        add(page);
        remember(PAGE);

        assertThat(remove(page.id(), false)).isTrue();

        assertThat(states().load(PAGE, "uptime")).isNotNull();
        assertThat(incidents().open(PAGE)).isNotNull();
    }

    @Test
    void shouldBeginWithoutWhatOneOfItsNameLeftBehind() throws Exception {
        remember(PAGE);
        assertThat(add(monitor("page"))).isTrue();

        assertThat(states().load(PAGE, "uptime")).isNull();
        assertThat(incidents().open(PAGE)).isNull();
    }
}
