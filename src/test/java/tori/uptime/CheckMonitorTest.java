package tori.uptime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tori.UptimeFixtures;
import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.Gate;
import tori.incident.IncidentStore;
import tori.incident.IncidentTerms;
import tori.model.Condition;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Incident;
import tori.model.IncidentReport;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.model.Sample;
import tori.model.Sample.Outcome;
import tori.model.Transition;
import tori.poll.MemoryStateStore;
import tori.poll.Outlook;
import tori.poll.PollResult;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.time.Lapse;
import tori.time.SettableClock;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A monitor around a scripted check, with restarts wherever it may hurt. */
class CheckMonitorTest {

    private static final MonitorId ID = new MonitorId("site", "page");
    private static final CheckResult PASS = new CheckResult.Passed(Duration.ofMillis(3));
    private static final CheckResult FAIL =
            new CheckResult.Failed(CheckCause.STATUS, "500 where 200 was due", null);
    private static final CheckTerms TERMS =
            new CheckTerms(
                    new IncidentTerms(3, 2, null, false),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    false);

    private final SettableClock clock = new SettableClock();
    private final MemoryStateStore states = new MemoryStateStore();
    private final List<Event> told = new ArrayList<>();
    private final List<Incident> record = new ArrayList<>();
    private boolean room = true;
    private boolean refused;
    private CheckResult answer = PASS;
    private UptimeServices services =
            UptimeFixtures.services(store(), UptimeFixtures.EMPTY, Gate.OPEN, clock);
    private CheckMonitor monitor = monitor();

    private StateStore store() {
        return new StateStore() {
            @Override
            public @Nullable Map<Long, byte[]> load(MonitorId id, String fingerprint) {
                return states.load(id, fingerprint);
            }

            @Override
            public void record(
                    MonitorId id, StateChange change, List<Event> events, List<Owed> owed) {
                states.record(id, change, events, owed);
            }

            @Override
            public boolean hasRoomForOwed() {
                return room;
            }
        };
    }

    private CheckMonitor monitor() {
        return new CheckMonitor(
                ID,
                () -> {
                    if (refused) {
                        throw new IOException("connection refused");
                    }
                    return answer;
                },
                TERMS,
                services);
    }

    /**
     * @param kept whether what it finds reaches the disk
     */
    private Outlook poll(boolean kept) throws Exception {
        clock.advance(Duration.ofSeconds(5));
        if (monitor.poll() instanceof PollResult.Observed observed && kept) {
            told.addAll(observed.events());
            record.addAll(observed.change().history().incidents());
            states.record(ID, observed.change(), observed.events(), List.of());
        }
        return monitor.outlook();
    }

    private List<EventType> types() {
        return told.stream().map(Event::type).toList();
    }

    private Sample sample(Outcome outcome, long latencyMicros) {
        return new Sample(clock.millis(), outcome, latencyMicros);
    }

    @Test
    void shouldKeepHowLongAnswersTookAndNotHowLongItTookToSeeThatThereIsNone() throws Exception {
        Duration slow = Duration.ofMillis(900);
        answer = new CheckResult.Failed(CheckCause.LATENCY, "too slow", slow);
        assertThat(poll(true).sample()).isEqualTo(sample(Outcome.FAILED, 900_000));
        answer = new CheckResult.Failed(CheckCause.TIMEOUT, "no answer", slow);
        assertThat(poll(true).sample()).isEqualTo(sample(Outcome.FAILED, Sample.NO_LATENCY));
        answer = new CheckResult.Passed(Duration.ZERO);
        assertThat(poll(true).sample()).isEqualTo(sample(Outcome.UP, Sample.NO_LATENCY));
        answer = new CheckResult.Unknown("own network down");
        assertThat(poll(true).sample()).isEqualTo(sample(Outcome.UNKNOWN, Sample.NO_LATENCY));
    }

    @Test
    void shouldLookAgainSoonWhereOneMoreCheckDecides() throws Exception {
        assertThat(poll(true))
                .isEqualTo(new Outlook("ok", null, true, null, sample(Outcome.UP, 3_000)));
        answer = FAIL;
        Outlook suspect = poll(true);
        assertThat(suspect)
                .isEqualTo(
                        new Outlook(
                                "status",
                                "500 where 200 was due",
                                true,
                                Duration.ofSeconds(5),
                                sample(Outcome.FAILED, Sample.NO_LATENCY)));
        poll(true);
        Outlook down = poll(true);
        assertThat(down.up()).isFalse();
        assertThat(down.next()).as("as the cadence says").isNull();
        answer = PASS;
        assertThat(poll(true).next()).isEqualTo(Duration.ofSeconds(5));
        assertThat(poll(true).next()).isNull();
        assertThat(types()).containsExactly(EventType.INCIDENT_OPENED, EventType.INCIDENT_CLOSED);
        IncidentReport opened = (IncidentReport) told.getFirst().data();
        IncidentReport closed = (IncidentReport) told.getLast().data();
        assertThat(opened.duration()).isNull();
        assertThat(closed.duration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(closed.id()).isEqualTo(opened.id());
        assertThat(told.getFirst().subject()).isEqualTo("page");
        assertThat(told.getFirst().entity()).isEqualTo("site/page/incident");
        assertThat(closed.sequence()).isEqualTo(2);
    }

    @Test
    void shouldTellOnceHoweverOftenItIsStartedAnew() throws Exception {
        answer = FAIL;
        for (int i = 0; i < 3; i++) {
            poll(true);
            monitor = monitor();
        }
        for (int i = 0; i < 10; i++) {
            poll(true);
            monitor = i % 2 == 0 ? monitor() : monitor;
        }
        assertThat(types()).containsExactly(EventType.INCIDENT_OPENED);
        answer = PASS;
        poll(true);
        poll(true);
        poll(true);
        assertThat(types()).containsExactly(EventType.INCIDENT_OPENED, EventType.INCIDENT_CLOSED);
    }

    @Test
    void shouldNotCountWithThoseOfTodayWhatFailedYesterday() throws Exception {
        answer = FAIL;
        poll(true);
        monitor = monitor();
        clock.advance(Duration.ofHours(8));
        poll(true);
        poll(true);
        assertThat(told).isEmpty();
        Instant first = clock.instant().minusSeconds(5);
        poll(true);
        assertThat(types()).containsExactly(EventType.INCIDENT_OPENED);
        assertThat(((IncidentReport) told.getFirst().data()).since()).isEqualTo(first);
        answer = PASS;
        poll(true);
        monitor = monitor();
        clock.advance(Duration.ofHours(8));
        poll(true);
        assertThat(told).as("nobody knows how it was in the night").hasSize(1);
        poll(true);
        assertThat(types()).containsExactly(EventType.INCIDENT_OPENED, EventType.INCIDENT_CLOSED);
    }

    @Test
    void shouldBlameNobodyForWhatItSleptThrough() throws Exception {
        Lapse[] lapse = new Lapse[1];
        UptimeServices usual = services;
        services =
                new UptimeServices(
                        usual.states(),
                        usual.incidents(),
                        usual.board(),
                        usual.gate(),
                        usual.windows(),
                        usual.events(),
                        usual.ids(),
                        () -> lapse[0]);
        monitor = monitor();
        answer = new CheckResult.Failed(CheckCause.TIMEOUT, "no answer", null);
        lapse[0] =
                new Lapse(
                        0, Duration.ofDays(1).toNanos(), Duration.ofHours(8), Duration.ofHours(8));
        for (int i = 0; i < 9; i++) {
            assertThat(poll(true).result()).isEqualTo("unknown");
        }
        lapse[0] = null;
        poll(true);
        poll(true);
        assertThat(told).isEmpty();
        poll(true);
        assertThat(types()).containsExactly(EventType.INCIDENT_OPENED);
    }

    @Test
    void shouldOpenAgainWhatDidNotReachTheDisk() throws Exception {
        answer = FAIL;
        poll(true);
        poll(true);
        poll(false);
        monitor = monitor();
        poll(true);
        poll(true);
        poll(true);
        assertThat(types()).containsExactly(EventType.INCIDENT_OPENED);
        assertThat(record).hasSize(1);
    }

    @Test
    void shouldPutOffWhatCannotBeWrittenDown() throws Exception {
        answer = FAIL;
        poll(true);
        poll(true);
        room = false;
        for (int i = 0; i < 5; i++) {
            poll(true);
        }
        assertThat(told).isEmpty();
        room = true;
        poll(true);
        assertThat(types()).containsExactly(EventType.INCIDENT_OPENED);
        answer = PASS;
        room = false;
        poll(true);
        poll(true);
        assertThat(told).hasSize(1);
        room = true;
        poll(true);
        poll(true);
        assertThat(types()).containsExactly(EventType.INCIDENT_OPENED, EventType.INCIDENT_CLOSED);
    }

    @Test
    void shouldGoOnWithWhatIsInTheRecordWhereItsStateIsDamaged() throws Exception {
        answer = FAIL;
        for (int i = 0; i < 3; i++) {
            poll(true);
        }
        Incident open = record.getFirst();
        states.entries.put(1L, new byte[] {9});
        IncidentStore kept =
                new IncidentStore() {
                    @Override
                    public Incident open(MonitorId id) {
                        return open;
                    }

                    @Override
                    public List<Incident> incidents(Selection selection, int limit, int offset) {
                        return List.of(open);
                    }

                    @Override
                    public List<Incident> incidents(
                            Scope scope, Selection selection, int limit, int offset) {
                        throw new AssertionError("nobody asks for the incidents of a site here");
                    }

                    @Override
                    public long count(Scope scope, Selection selection) {
                        throw new AssertionError("nobody asks for the incidents of a site here");
                    }

                    @Override
                    public long count(Selection selection) {
                        return 1;
                    }

                    @Override
                    public Incident incident(UUID id) {
                        return open;
                    }

                    @Override
                    public List<Transition> timeline(UUID id, int limit) {
                        return List.of();
                    }
                };
        services = UptimeFixtures.services(store(), kept, Gate.OPEN, clock);
        monitor = monitor();
        poll(true);
        assertThat(told).hasSize(1);
        assertThat(services.board().open(open.id())).isEqualTo(open);
    }

    @Test
    void shouldTakeWhatCannotBeReachedForDown() throws Exception {
        refused = true;
        Outlook outlook = poll(true);
        assertThat(outlook.result()).isEqualTo("connect");
        assertThat(outlook.trouble()).isEqualTo("connection refused");
    }

    @Test
    void shouldNotTakeAReloadForAFailure() throws Exception {
        answer = FAIL;
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> monitor.poll()).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(services.board().get(ID)).isNull();
    }

    @Test
    void shouldNeverBeDownWhereNobodyCanLook() throws Exception {
        answer = new CheckResult.Unknown("no network");
        for (int i = 0; i < 10; i++) {
            Outlook outlook = poll(true);
            assertThat(outlook.up()).isNull();
            assertThat(outlook.result()).isEqualTo("unknown");
        }
        assertThat(told).isEmpty();
        assertThat(services.board().get(ID).standing().condition()).isEqualTo(Condition.UNKNOWN);
    }
}
