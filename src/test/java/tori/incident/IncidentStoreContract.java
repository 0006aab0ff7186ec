package tori.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.incident.IncidentStore.Scope;
import tori.incident.IncidentStore.Selection;
import tori.model.Condition;
import tori.model.History;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Telling;
import tori.model.Transition;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What every {@link IncidentStore} must do, whatever it writes to. */
public abstract class IncidentStoreContract {

    protected static final MonitorId PAGE = new MonitorId("site", "page");
    private static final MonitorId OTHER = new MonitorId("site", "other");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");

    private IncidentStore store;

    /** Opens the same place each time. */
    protected abstract IncidentStore open() throws Exception;

    /** Closes it in an orderly way. */
    protected abstract void close() throws Exception;

    /** Records what happened to a monitor, with the state and an event that is owed. */
    protected abstract void record(MonitorId monitor, History history);

    /** How much is owed altogether. */
    protected abstract long owed();

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() throws Exception {
        close();
    }

    private void reopen() throws Exception {
        close();
        store = open();
    }

    protected static Incident incident(MonitorId monitor, int minute) {
        Instant opened = START.plusSeconds(60L * minute);
        return new Incident(
                UUID.randomUUID(),
                monitor,
                "timeout",
                "too slow: \"über\" 10 s",
                opened.minusSeconds(20),
                opened,
                null,
                Telling.NOBODY.told(opened.plusSeconds(3600)));
    }

    private static History of(Incident... incidents) {
        return new History(List.of(), List.of(incidents));
    }

    private void awaitCount(Selection selection, long count) {
        await().until(() -> store.count(selection) == count);
    }

    @Test
    void shouldGiveBackWhatWasRecorded() throws Exception {
        Incident open = incident(PAGE, 0);
        Transition down =
                new Transition(
                        PAGE,
                        open.openedAt(),
                        Condition.SUSPECT,
                        Condition.DOWN,
                        "timeout",
                        "too slow",
                        open.id());
        Transition unrelated =
                new Transition(OTHER, START, Condition.UNKNOWN, Condition.UP, "", "", null);
        record(PAGE, new History(List.of(down, unrelated), List.of(open)));
        reopen();
        assertThat(store.open(PAGE)).isEqualTo(open);
        assertThat(store.open(OTHER)).isNull();
        assertThat(store.incident(open.id())).isEqualTo(open);
        assertThat(store.incident(UUID.randomUUID())).isNull();
        assertThat(store.timeline(open.id(), 10)).containsExactly(down);
    }

    @Test
    void shouldFollowAnIncidentUntilItIsOverAndNoFurther() throws Exception {
        Incident open = incident(PAGE, 0);
        Incident reminded =
                open.with(open.telling().reminded(START.plusSeconds(7200)))
                        .with(open.telling().acknowledged(START.plusSeconds(90)));
        Incident closed = reminded.failing("status", "answers 503").closed(START.plusSeconds(600));
        record(PAGE, of(open));
        record(PAGE, of(reminded));
        record(PAGE, of(closed));
        record(PAGE, of(reminded));
        reopen();
        assertThat(store.open(PAGE)).isNull();
        assertThat(store.incident(open.id())).isEqualTo(closed);
    }

    @Test
    void shouldListThoseOpenedLastFirst() throws Exception {
        Incident first = incident(PAGE, 0).closed(START.plusSeconds(30));
        Incident second = incident(OTHER, 1);
        Incident third = incident(PAGE, 2);
        record(PAGE, of(first));
        record(OTHER, of(second));
        record(PAGE, of(third));
        awaitCount(Selection.ALL, 3);
        assertThat(store.incidents(Selection.ALL, 10, 0)).containsExactly(third, second, first);
        assertThat(store.incidents(Selection.ALL, 1, 1)).containsExactly(second);
        assertThat(store.incidents(Selection.OPEN, 10, 0)).containsExactly(third, second);
        assertThat(store.incidents(Selection.CLOSED, 10, 0)).containsExactly(first);
        assertThat(store.count(Selection.OPEN)).isEqualTo(2);
    }

    @Test
    void shouldListThoseOfOneSite() throws Exception {
        MonitorId elsewhere = new MonitorId("site 2", "page");
        Incident first = incident(PAGE, 0).closed(START.plusSeconds(30));
        Incident second = incident(elsewhere, 1);
        Incident third = incident(OTHER, 2);
        record(PAGE, of(first));
        record(elsewhere, of(second));
        record(OTHER, of(third));
        awaitCount(Selection.ALL, 3);
        assertThat(store.incidents(Scope.of("site"), Selection.ALL, 10, 0))
                .containsExactly(third, first);
        assertThat(store.incidents(Scope.of("site"), Selection.ALL, 1, 1)).containsExactly(first);
        assertThat(store.incidents(Scope.of("site"), Selection.OPEN, 10, 0)).containsExactly(third);
        assertThat(store.incidents(Scope.of("site 2"), Selection.ALL, 10, 0))
                .containsExactly(second);
        assertThat(store.incidents(Scope.of("nowhere"), Selection.ALL, 10, 0)).isEmpty();
        assertThat(store.count(Scope.of("site"), Selection.ALL)).isEqualTo(2);
        assertThat(store.count(Scope.of("site 2"), Selection.CLOSED)).isZero();
    }

    @Test
    void shouldListThoseOfOneMonitorAndThoseOfTheLastTime() throws Exception {
        Incident early = incident(PAGE, 0).closed(START.plusSeconds(30));
        Incident late = incident(PAGE, 1).closed(START.plusSeconds(900));
        Incident open = incident(PAGE, 2);
        Incident other = incident(OTHER, 3);
        record(PAGE, of(early));
        record(PAGE, of(late));
        record(PAGE, of(open));
        record(OTHER, of(other));
        awaitCount(Selection.ALL, 4);
        Scope page = new Scope("site", "page", null);
        assertThat(store.incidents(page, Selection.ALL, 10, 0)).containsExactly(open, late, early);
        assertThat(store.incidents(page, Selection.OPEN, 10, 0)).containsExactly(open);
        assertThat(store.count(page, Selection.CLOSED)).isEqualTo(2);
        Scope lately = new Scope("site", null, START.plusSeconds(900));
        assertThat(store.incidents(lately, Selection.ALL, 10, 0))
                .containsExactly(other, open, late);
        assertThat(store.incidents(lately, Selection.CLOSED, 10, 0)).containsExactly(late);
        assertThat(store.count(lately, Selection.ALL)).isEqualTo(3);
        Scope both = new Scope("site", "page", START.plusSeconds(901));
        assertThat(store.incidents(both, Selection.ALL, 1, 0)).containsExactly(open);
        assertThat(store.count(both, Selection.CLOSED)).isZero();
    }

    @Test
    void shouldHaveOneOpenIncidentPerMonitorAndNoAlertOfAnother() throws Exception {
        Incident open = incident(PAGE, 0);
        Incident second = incident(PAGE, 1);
        record(PAGE, of(open));
        awaitCount(Selection.OPEN, 1);
        assertThat(owed()).isEqualTo(1);
        record(PAGE, of(second));
        Incident elsewhere = incident(OTHER, 2);
        record(OTHER, of(elsewhere));
        awaitCount(Selection.OPEN, 2);
        assertThat(store.open(PAGE)).isEqualTo(open);
        assertThat(store.incident(second.id())).isNull();
        assertThat(owed()).as("the alert of the second is not owed").isEqualTo(2);
    }
}
