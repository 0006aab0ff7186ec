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
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;
import tori.uptime.IncidentEvents;

import java.time.Duration;
import java.time.Instant;
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
    private final Instant start = clock.instant();
    private final List<Owed> owed = new ArrayList<>();
    private final List<Event> logged = new ArrayList<>();
    private final Map<Long, byte[]> written = new HashMap<>();
    private final CountingMeters meters = new CountingMeters();
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
                meters,
                nanos -> new CountDownLatch(1).await());
    }

    private Incident incident(int number) {
        return new Incident(
                new UUID(7, number),
                new MonitorId("site", "m" + number),
                "timeout",
                "too slow",
                start,
                start,
                null,
                Telling.NOBODY);
    }

    private Gate.Ending ending(int number) {
        return digest.ending(incident(number), 1, clock.instant());
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
        clock.advance(IncidentDigest.WINDOW);
        digest.step();
        assertThat(owed).extracting(Owed::destination).containsExactly("main", "pager");
        assertThat(((Notice) owed.getFirst().event().data()).text())
                .startsWith("35 further incidents opened within 10 seconds:\nsite/m5  timeout")
                .endsWith("site/m39  timeout: too slow");
        assertThat(((Notice) owed.getFirst().event().data()).title())
                .isEqualTo("35 more monitors are down");
        assertThat(((Notice) owed.getFirst().event().data()).alarm()).isTrue();
        assertThat(((Notice) owed.getLast().event().data()).text())
                .startsWith("1 further incident opened");
        assertThat(logged)
                .filteredOn(event -> event.type() == EventType.INCIDENT_OPENED)
                .as("each is in the log")
                .hasSize(35);
        assertThat(ask(7, 40)).allMatch(Gate.Told.class::isInstance);
        assertThat(ending(7)).isEqualTo(Gate.Ending.TOLD);
        assertThat(ending(3)).as("told by itself").isEqualTo(Gate.Ending.OWN);
        assertThat(meters.count("raised:NOTICE")).isEqualTo(2);
        assertThat(meters.count("raised:INCIDENT_OPENED")).isEqualTo(35);
        clock.advance(IncidentDigest.WINDOW);
        digest.step();
        assertThat(written.get(1L)).as("it knows").hasSize(34 * 16);
        assertThat(ask(50, 51)).allMatch(Gate.Tell.class::isInstance);
    }

    @Test
    void shouldTellWithItsEndWhatIsOverBeforeItWasTold() throws Exception {
        ask(0, 9);
        clock.advance(Duration.ofSeconds(4));
        for (int i : List.of(5, 6, 7)) {
            assertThat(ending(i)).isEqualTo(Gate.Ending.LATER);
        }
        assertThat(ask(6, 7)).as("it fails again").allMatch(Gate.Hold.class::isInstance);
        assertThat(digest.toldOver(incident(5))).isNull();
        clock.advance(Duration.ofSeconds(6));
        digest.step();
        Notice notice = (Notice) owed.getFirst().event().data();
        assertThat(owed).hasSize(1);
        assertThat(notice.title()).isEqualTo("2 more monitors are down");
        assertThat(notice.text().lines())
                .containsExactly(
                        "4 further incidents opened within 10 seconds, of which 2 work again:",
                        "site/m6  timeout: too slow",
                        "site/m8  timeout: too slow",
                        "site/m5  works again after 4 s, timeout: too slow",
                        "site/m7  works again after 4 s, timeout: too slow");
        assertThat(logged)
                .extracting(event -> event.subject() + " " + event.type() + " " + event.sequence())
                .containsOnlyOnce("m5 INCIDENT_OPENED 1", "m5 INCIDENT_CLOSED 2")
                .containsOnlyOnce("m6 INCIDENT_OPENED 1", "m8 INCIDENT_OPENED 1")
                .hasSize(7);
        digest = digest();
        digest.start();
        assertThat(digest.toldOver(incident(5))).isEqualTo(clock.instant().minusSeconds(6));
        assertThat(digest.toldOver(incident(6))).isNull();
        assertThat(ending(6)).isEqualTo(Gate.Ending.TOLD);
        assertThat(ask(7, 8)).as("its monitor takes note").allMatch(Gate.Hold.class::isInstance);
        clock.advance(IncidentDigest.WINDOW);
        digest.step();
        assertThat(owed).as("nothing is told anew").hasSize(1);
        assertThat(written.get(2L)).as("one monitor knows").hasSize(24);
        digest.end();
    }

    @Test
    void shouldTellWhatWaitedWhenItEndedAndIsOverAtTheNextStart() throws Exception {
        ask(0, 7);
        digest = digest();
        digest.start();
        Incident waited = incident(6).with(Telling.NOBODY.held("many opened together"));
        assertThat(digest.ending(waited, 1, clock.instant())).isEqualTo(Gate.Ending.LATER);
        assertThat(digest.ending(incident(20), 1, clock.instant()))
                .as("something else held it back")
                .isEqualTo(Gate.Ending.OWN);
        clock.advance(IncidentDigest.WINDOW);
        digest.step();
        Notice notice = (Notice) owed.getFirst().event().data();
        assertThat(notice.title()).isEqualTo("1 more monitor was down");
        assertThat(notice.alarm()).isFalse();
        assertThat(logged).hasSize(3);
        digest.end();
    }

    @Test
    void shouldNotWaitForTenSecondsAnewAfterEachRestart() throws Exception {
        ask(0, 7);
        clock.advance(Duration.ofSeconds(8));
        digest = digest();
        digest.start();
        Telling waiting = Telling.NOBODY.held("many opened together");
        for (int i = 5; i < 7; i++) {
            assertThat(digest.ask(incident(i).with(waiting), 1)).isInstanceOf(Gate.Hold.class);
        }
        clock.advance(Duration.ofSeconds(2));
        digest.step();
        assertThat(logged).hasSize(3);
        digest.end();
    }

    @Test
    void shouldNameAllThatFitAndHowManyDoNot() {
        ask(0, 400);
        clock.advance(IncidentDigest.WINDOW);
        digest.step();
        List<String> lines = ((Notice) owed.getFirst().event().data()).text().lines().toList();
        int named = lines.size() - 2;
        assertThat(named).isGreaterThan(60);
        assertThat(String.join("\n", lines)).hasSizeLessThan(3_700);
        assertThat(lines.getLast())
                .isEqualTo(
                        "… and "
                                + (395 - named)
                                + " more: the dashboard, GET /api/v1/incidents and the event log"
                                + " have them all");
    }

    @Test
    void shouldTellNothingTogetherThatSomethingElseHoldsBackByThen() {
        ask(0, 7);
        digest.withdraw(incident(5));
        clock.advance(IncidentDigest.WINDOW);
        digest.step();
        assertThat(logged).extracting(Event::subject).containsExactly("m6", "main");
    }

    @Test
    void shouldCountWhatWasToldByItselfBeforeARestart() throws Exception {
        assertThat(ask(0, 3)).allMatch(Gate.Tell.class::isInstance);
        clock.advance(Duration.ofSeconds(4));
        digest = digest();
        digest.start();
        assertThat(ask(3, 5)).allMatch(Gate.Tell.class::isInstance);
        assertThat(ask(5, 7)).allMatch(Gate.Hold.class::isInstance);
        digest.end();
        clock.advance(Duration.ofSeconds(6));
        digest = digest();
        digest.start();
        assertThat(ask(5, 8)).allMatch(Gate.Tell.class::isInstance);
        assertThat(ask(8, 9)).allMatch(Gate.Hold.class::isInstance);
        digest.end();
    }

    @Test
    void shouldNeitherLoseNorRepeatAnythingOverARestart() throws Exception {
        ask(0, 8);
        digest = digest();
        digest.start();
        assertThat(ask(5, 8)).as("not five more").allMatch(Gate.Hold.class::isInstance);
        clock.advance(IncidentDigest.WINDOW);
        digest.end();
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
                        (incident, kind) -> true,
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
                        (incident, kind) -> true,
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
