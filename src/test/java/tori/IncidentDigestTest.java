package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tori.config.SurroundingsConfig;
import tori.incident.Board;
import tori.incident.Gate;
import tori.incident.Standing;
import tori.incident.Step;
import tori.model.Condition;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;
import tori.model.Telling;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.telemetry.SilentMeters;
import tori.time.SettableClock;
import tori.uptime.IncidentEvents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** What keeps incidents from being told one by one. */
class IncidentDigestTest {

    private final SettableClock clock = new SettableClock();
    private final List<Owed> owed = new ArrayList<>();
    private final List<Event> logged = new ArrayList<>();
    private final Map<Long, byte[]> written = new HashMap<>();
    private boolean room = true;
    private IncidentDigest digest = digest();

    private IncidentDigest digest() {
        StateStore store =
                new StateStore() {
                    @Override
                    public @Nullable Map<Long, byte[]> load(MonitorId id, String fingerprint) {
                        return written.isEmpty() ? null : Map.copyOf(written);
                    }

                    @Override
                    public void record(
                            MonitorId id, StateChange change, List<Event> events, List<Owed> more) {
                        written.putAll(change.puts());
                        logged.addAll(events);
                        owed.addAll(more);
                    }

                    @Override
                    public boolean hasRoomForOwed() {
                        return room;
                    }
                };
        IncidentEvents events = new IncidentEvents(UUID::randomUUID, clock, clock);
        IncidentDigest.Surroundings surroundings =
                new IncidentDigest.Surroundings() {
                    @Override
                    public Event event(Step.Told told) {
                        return events.of(told, false);
                    }

                    @Override
                    public List<String> destinations(Event event) {
                        return event.source().monitor().equals("m9")
                                ? List.of("main", "pager")
                                : List.of("main");
                    }

                    @Override
                    public void note(Event event) {}
                };
        return new IncidentDigest(
                store,
                surroundings,
                new Notices(UUID::randomUUID, clock, clock),
                new SilentMeters(),
                nanos -> new CountDownLatch(1).await());
    }

    private Incident incident(int number) {
        return new Incident(
                new UUID(7, number),
                new MonitorId("site", "m" + number),
                "timeout",
                "too slow",
                clock.instant(),
                clock.instant(),
                null,
                Telling.NOBODY);
    }

    private List<Gate.Answer> ask(int from, int to) {
        List<Gate.Answer> answers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            answers.add(digest.ask(incident(i), 1));
        }
        return answers;
    }

    @Test
    void shouldTellAFewByThemselvesAndTheOthersInOneMessage() {
        assertThat(ask(0, 5)).allMatch(Gate.Tell.class::isInstance);
        assertThat(ask(5, 40)).allMatch(Gate.Hold.class::isInstance);
        digest.step();
        assertThat(owed).as("the seconds are not over").isEmpty();
        assertThat(digest.closed(new UUID(7, 6))).as("told by nobody").isFalse();
        clock.advance(IncidentDigest.WINDOW);
        digest.step();
        assertThat(owed).extracting(Owed::destination).containsExactly("main", "pager");
        assertThat(((Notice) owed.getFirst().event().data()).text())
                .startsWith("34 further incidents opened within 10 seconds:\nsite/m5  timeout")
                .doesNotContain("site/m6")
                .endsWith("… and 9 more, in the event log");
        assertThat(((Notice) owed.getLast().event().data()).text())
                .startsWith("1 further incident opened");
        assertThat(logged)
                .filteredOn(event -> event.type() == EventType.INCIDENT_OPENED)
                .as("each is in the log")
                .hasSize(34);
        assertThat(ask(7, 40)).allMatch(Gate.Told.class::isInstance);
        assertThat(digest.closed(new UUID(7, 7))).isTrue();
        assertThat(digest.closed(new UUID(7, 7))).isFalse();
        clock.advance(IncidentDigest.WINDOW);
        assertThat(ask(50, 51)).allMatch(Gate.Tell.class::isInstance);
    }

    @Test
    void shouldNeitherLoseNorRepeatAnythingOverARestart() throws Exception {
        ask(0, 8);
        digest = digest();
        digest.start();
        assertThat(ask(5, 8)).as("nothing was told before").allMatch(Gate.Tell.class::isInstance);
        digest.end();
        ask(10, 20);
        clock.advance(IncidentDigest.WINDOW);
        digest.step();
        assertThat(owed).isNotEmpty();
        digest = digest();
        digest.start();
        assertThat(ask(12, 20)).allMatch(Gate.Told.class::isInstance);
        digest.end();
    }

    @Test
    void shouldWaitWhileNothingCanBeWrittenDown() {
        ask(0, 8);
        room = false;
        clock.advance(IncidentDigest.WINDOW);
        digest.step();
        assertThat(owed).isEmpty();
        room = true;
        digest.step();
        assertThat(owed).hasSize(1);
    }

    @Test
    void shouldHoldBackAChildWhileItsParentMayBeWhatIsWrong() {
        MonitorId router = new MonitorId("site", "router");
        MonitorId link = new MonitorId("site", "link");
        Incident child = incident(1);
        Board board = new Board();
        List<MonitorId> woken = new ArrayList<>();
        IncidentGate gate =
                new IncidentGate(
                        () ->
                                new SurroundingsConfig(
                                        Map.of(child.monitor(), Set.of(link), link, Set.of(router)),
                                        List.of()),
                        board,
                        digest,
                        woken::add);
        assertThat(gate.ask(child, 1)).as("nobody watches it").isInstanceOf(Gate.Tell.class);
        board.put(router, standing(Condition.UP, null), clock.nanoTime());
        clock.advance(Duration.ofSeconds(9));
        board.put(child.monitor(), failing(), clock.nanoTime());
        assertThat(gate.ask(child, 1)).isEqualTo(new Gate.Hold("site/router is looked at first"));
        assertThat(woken).containsExactly(router);
        board.put(router, standing(Condition.SUSPECT, null), clock.nanoTime());
        assertThat(gate.ask(child, 1)).isEqualTo(new Gate.Hold("site/router is suspect"));
        board.put(router, standing(Condition.DOWN, incident(2)), clock.nanoTime());
        assertThat(gate.ask(child, 1)).isEqualTo(new Gate.Hold("site/router is down"));
        assertThat(gate.silence(child)).isEqualTo("site/router is down");
        board.put(router, standing(Condition.MAINTENANCE, null), clock.nanoTime());
        assertThat(gate.ask(child, 1)).isEqualTo(new Gate.Hold("site/router is in maintenance"));
        board.put(router, standing(Condition.UP, null), clock.nanoTime());
        assertThat(gate.ask(child, 1)).isInstanceOf(Gate.Tell.class);
        assertThat(gate.silence(child)).isNull();
    }

    @Test
    void shouldLookAtAParentOnceHoweverTheWallClockWasSetSinceAChildBeganToFail() {
        MonitorId router = new MonitorId("site", "router");
        Incident child = incident(1);
        Board board = new Board();
        IncidentGate gate =
                new IncidentGate(
                        () ->
                                new SurroundingsConfig(
                                        Map.of(child.monitor(), Set.of(router)), List.of()),
                        board,
                        digest,
                        woken -> {});
        board.put(router, standing(Condition.UP, null), clock.nanoTime());
        assertThat(gate.ask(child, 1)).as("its first failure").isInstanceOf(Gate.Hold.class);
        board.put(child.monitor(), failing(), clock.nanoTime());
        clock.advance(Duration.ofSeconds(1));
        // The wall clock plays no part: what is dated tomorrow may have been seen before.
        board.put(router, standing(Condition.UP, null), clock.nanoTime());
        board.put(child.monitor(), failing(), clock.nanoTime());
        assertThat(gate.ask(child, 1)).isInstanceOf(Gate.Tell.class);
    }

    private Standing failing() {
        return new Standing(Condition.SUSPECT, clock.instant(), 1, 0, clock.instant(), null, 0);
    }

    private Standing standing(Condition condition, @Nullable Incident open) {
        return new Standing(condition, clock.instant(), 0, 0, null, open, 0);
    }
}
