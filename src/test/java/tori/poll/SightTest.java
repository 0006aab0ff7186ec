package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import tori.model.Blindness;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Doubted;
import tori.poll.PollResult.Failed;
import tori.poll.PollResult.Shortcut;
import tori.poll.PollResult.Unchanged;
import tori.telemetry.SilentMeters;
import tori.time.Backoff;
import tori.time.SettableClock;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** A monitor without usable answers, its wheel turned by hand. */
class SightTest {

    private static final MonitorId ID = new MonitorId("site", "a");
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0.1);
    private static final Failed TOO_SLOW = new Failed(Cause.TIMEOUT, "too slow");
    private static final Failed EXPIRED = new Failed(Cause.TLS, "the certificate has expired");
    private static final PollResult GOOD = new Unchanged(Shortcut.COMPARED);
    private static final PollResult ODD = new Doubted("half of it is gone");

    private final SettableClock clock = new SettableClock();
    private final Instant start = clock.instant();
    private final Store store = new Store();
    private final List<Event> told = new ArrayList<>();
    private PollResult answer = GOOD;
    private Poller poller;
    private PollWheel wheel;
    private Duration tick = Duration.ofMillis(5);

    /** A store that may be full or out of order. */
    private static final class Store implements StateStore {

        private final MemoryStateStore kept = new MemoryStateStore();
        private boolean room = true;
        private boolean broken;
        private int loads;

        @Override
        public Map<Long, byte[]> load(MonitorId id, String fingerprint) throws IOException {
            loads++;
            if (broken) {
                throw new IOException("the disk does not answer");
            }
            return kept.load(id, fingerprint);
        }

        @Override
        public void record(MonitorId id, StateChange change, List<Event> events, List<Owed> owed) {
            assertThat(id).isEqualTo(new MonitorId("site", "a/sight"));
            assertThat(events).hasSize(1);
            kept.record(id, change, events, owed);
        }

        @Override
        public boolean hasRoomForOwed() {
            return room;
        }
    }

    private void start(int openAfter, Duration interval) {
        Queue<Poller> finished = new ConcurrentLinkedQueue<>();
        PollServices services = new PollServices(store, new SilentMeters(), clock, clock);
        PollerSpec spec =
                new PollerSpec(
                        new Monitor() {
                            @Override
                            public MonitorId id() {
                                return ID;
                            }

                            @Override
                            public PollResult poll() {
                                return answer;
                            }
                        },
                        told::add,
                        new Cadence(interval, 0, Duration.ofSeconds(10), BACKOFF, 4),
                        new BlindTerms(openAfter, UUID::randomUUID));
        poller = new Poller(spec, services);
        wheel =
                new PollWheel(
                        services,
                        new Random(1),
                        (name, poll) -> {
                            poll.run();
                            return Thread.ofPlatform().name(name).unstarted(() -> {});
                        },
                        finished,
                        new LongAdder(),
                        1000);
        wheel.command(new PollWheel.Add(poller));
    }

    private void start() {
        start(3, Duration.ofSeconds(30));
    }

    private void pass(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minus(tick)) {
            clock.advance(tick);
            wheel.runOnce(clock.nanoTime());
        }
    }

    private List<EventType> types() {
        return told.stream().map(Event::type).toList();
    }

    private Blindness last() {
        return (Blindness) told.getLast().data();
    }

    @Test
    void shouldTellOnceThatItIsBlindAndOnceThatItSeesAgain() {
        start();
        pass(Duration.ofSeconds(1));
        answer = EXPIRED;
        pass(Duration.ofSeconds(88));
        assertThat(told).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND);
        Event blind = told.getFirst();
        assertThat(blind.source()).isEqualTo(ID);
        assertThat(blind.subject()).isEqualTo("a");
        assertThat(blind.entity()).isEqualTo("site/a/sight");
        assertThat(blind.sequence()).isEqualTo(1);
        assertThat(last().cause()).isEqualTo("tls");
        assertThat(last().detail()).isEqualTo("the certificate has expired");
        assertThat(last().polls()).isEqualTo(3);
        assertThat(Duration.between(start, last().since())).isBetween(seconds(29), seconds(31));
        assertThat(Duration.between(start, last().lastGood())).isLessThan(seconds(1));
        assertThat(last().lasted()).isNull();
        assertThat(poller.status().blind()).isEqualTo(last());
        Instant since = last().since();

        // Another reason is the same outage.
        answer = TOO_SLOW;
        pass(Duration.ofMinutes(10));
        assertThat(told).hasSize(1);
        answer = GOOD;
        pass(Duration.ofMinutes(2));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND, EventType.MONITOR_RECOVERED);
        assertThat(last().since()).isEqualTo(since);
        assertThat(last().cause()).isEqualTo("tls");
        assertThat(last().sequence()).isEqualTo(2);
        assertThat(last().polls()).isGreaterThan(20);
        assertThat(last().lasted()).isBetween(Duration.ofMinutes(11), Duration.ofMinutes(12));
        assertThat(poller.status().blind()).isNull();
        assertThat(poller.status().failures()).isZero();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void shouldCountAPollWithItsRetriesAsOne() {
        answer = TOO_SLOW;
        start();
        // Attempts after 0, 1, 3 and 7 s, and again from 30 and 60 s on.
        pass(Duration.ofSeconds(65));
        assertThat(poller.status().failures()).isEqualTo(11);
        assertThat(told).isEmpty();
        pass(Duration.ofSeconds(4));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND);
        assertThat(last().polls()).isEqualTo(3);
        assertThat(last().lastGood()).isNull();
    }

    @Test
    void shouldNotBeBlindWhileARetryHelps() {
        start();
        for (int poll = 0; poll < 10; poll++) {
            answer = TOO_SLOW;
            pass(Duration.ofMillis(500));
            answer = GOOD;
            pass(Duration.ofMillis(29_500));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void shouldCountAnOutageFromItsBeginningWhateverFailedBefore() {
        start();
        answer = TOO_SLOW;
        pass(Duration.ofSeconds(35));
        answer = GOOD;
        pass(Duration.ofMinutes(5));
        assertThat(poller.status().failures()).isZero();
        answer = EXPIRED;
        pass(Duration.ofSeconds(100));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND);
        assertThat(last().sequence()).isEqualTo(1);
        assertThat(last().polls()).isEqualTo(3);
        assertThat(poller.status().failures()).isGreaterThanOrEqualTo(3);
        answer = GOOD;
        pass(Duration.ofSeconds(30));
        answer = EXPIRED;
        pass(Duration.ofSeconds(100));
        assertThat(last().sequence()).isEqualTo(3);
    }

    @Test
    void shouldCountEachAttemptWhereThereIsNoTimeForRetries() {
        answer = TOO_SLOW;
        start(3, Duration.ofMillis(200));
        pass(Duration.ofMillis(390));
        assertThat(told).isEmpty();
        pass(Duration.ofMillis(50));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND);
    }

    @Test
    void shouldTakeADoubtfulAnswerForOne() {
        answer = EXPIRED;
        start();
        pass(Duration.ofSeconds(100));
        answer = ODD;
        pass(Duration.ofSeconds(30));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND, EventType.MONITOR_RECOVERED);
    }

    @Test
    void shouldGoOnWithAnOutageAfterARestart() {
        answer = EXPIRED;
        start();
        pass(Duration.ofSeconds(100));
        Instant since = last().since();
        start();
        pass(Duration.ofMinutes(5));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND);
        assertThat(poller.status().blind()).isEqualTo(last());
        start();
        answer = GOOD;
        pass(Duration.ofSeconds(30));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND, EventType.MONITOR_RECOVERED);
        assertThat(last().since()).isEqualTo(since);
        assertThat(last().lasted()).isGreaterThan(Duration.ofMinutes(6));
        // Over is over.
        start();
        pass(Duration.ofSeconds(100));
        assertThat(told).hasSize(2);
        answer = EXPIRED;
        pass(Duration.ofSeconds(100));
        assertThat(told.getLast().sequence()).isEqualTo(3);
    }

    @Test
    void shouldTellAndReadNothingWhereNobodyWantsToHearIt() {
        answer = EXPIRED;
        start(0, Duration.ofSeconds(30));
        pass(Duration.ofMinutes(5));
        answer = GOOD;
        pass(Duration.ofMinutes(1));
        assertThat(told).isEmpty();
        assertThat(store.loads).isZero();
    }

    @Test
    void shouldWaitUntilTheStoreTakesIt() {
        answer = EXPIRED;
        store.room = false;
        start();
        pass(Duration.ofMinutes(5));
        assertThat(told).isEmpty();
        store.room = true;
        pass(Duration.ofSeconds(31));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND);
        assertThat(last().polls()).isGreaterThan(9);

        store.room = false;
        answer = GOOD;
        pass(Duration.ofMinutes(1));
        assertThat(told).hasSize(1);
        store.room = true;
        pass(Duration.ofSeconds(31));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND, EventType.MONITOR_RECOVERED);
    }

    @Test
    void shouldTellNothingBeforeItKnowsWhatWasTold() {
        answer = EXPIRED;
        start();
        pass(Duration.ofSeconds(100));
        store.broken = true;
        start();
        pass(Duration.ofMinutes(5));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND);
        answer = GOOD;
        pass(Duration.ofMinutes(1));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND);
        store.broken = false;
        pass(Duration.ofMinutes(1));
        assertThat(types()).containsExactly(EventType.MONITOR_BLIND, EventType.MONITOR_RECOVERED);
    }

    @Test
    void shouldNotKeepWhatAStoreMayWriteAtLength() {
        answer = new Failed(Cause.NOT_JSON, "x".repeat(100_000));
        start();
        pass(Duration.ofSeconds(100));
        assertThat(last().detail()).hasSize(SightState.MAX_DETAIL + 1).endsWith("…");
    }

    enum Step {
        GOOD,
        EXPIRED,
        TOO_SLOW,
        ODD,
        RESTART,
        FULL,
        ROOM
    }

    @Property(tries = 200)
    void shouldTellOneOfEachForEveryOutageWhateverHappens(
            @ForAll @Size(max = 25) List<Step> steps) {
        tick = Duration.ofMillis(250);
        start();
        for (Step step : steps) {
            switch (step) {
                case GOOD -> answer = GOOD;
                case EXPIRED -> answer = EXPIRED;
                case TOO_SLOW -> answer = TOO_SLOW;
                case ODD -> answer = ODD;
                case RESTART -> start();
                case FULL -> store.room = false;
                case ROOM -> store.room = true;
            }
            pass(Duration.ofSeconds(40));
        }
        store.room = true;
        answer = GOOD;
        pass(Duration.ofSeconds(100));
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).type())
                    .isEqualTo(i % 2 == 0 ? EventType.MONITOR_BLIND : EventType.MONITOR_RECOVERED);
            assertThat(told.get(i).sequence()).isEqualTo(i + 1);
        }
        assertThat(told.size() % 2).isZero();
    }
}
