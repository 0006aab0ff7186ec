package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.model.EventSink;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;
import tori.poll.PollResult.Observed;
import tori.poll.PollResult.Shortcut;
import tori.poll.PollResult.Unchanged;
import tori.telemetry.CountingMeters;
import tori.time.Backoff;
import tori.time.SettableClock;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** Turns the wheel by hand: the clock moves when told to, polls run when told to. */
class PollWheelTest {

    private static final Duration TICK = Duration.ofMillis(5);
    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0);
    private static final Cadence CADENCE =
            new Cadence(Duration.ofSeconds(30), 0, Duration.ofSeconds(10), BACKOFF, 4);

    private final SettableClock clock = new SettableClock();
    private final CountingMeters meters = new CountingMeters();
    private final List<String> story = new ArrayList<>();
    private boolean roomForOwed = true;
    private final Queue<Poller> finished = new ConcurrentLinkedQueue<>();
    private final Map<String, Runnable> started = new HashMap<>();
    private final Map<String, Thread> threads = new HashMap<>();
    private final PollServices services = new PollServices(new StoryStore(), meters, clock, clock);
    private PollWheel wheel = wheel(this::runAtOnce, new Random(1));

    private PollWheel wheel(PollThreads how, RandomGenerator random) {
        return new PollWheel(services, random, how, finished, new LongAdder(), 1000);
    }

    /** A poll that ends at once. */
    private Thread runAtOnce(String name, Runnable poll) {
        Thread thread = Thread.ofPlatform().name(name).unstarted(() -> {});
        poll.run();
        return thread;
    }

    /** A poll that ends when the test says so. */
    private Thread hold(String name, Runnable poll) {
        Thread thread = Thread.ofPlatform().name(name).unstarted(() -> {});
        started.put(name, poll);
        threads.put(name, thread);
        return thread;
    }

    private Poller add(String name, Answer answer) {
        return add(name, answer, CADENCE);
    }

    private Poller add(String name, Answer answer, Cadence cadence) {
        Poller poller = poller(name, answer, cadence);
        wheel.command(new PollWheel.Add(poller));
        return poller;
    }

    private Poller poller(String name, Answer answer, Cadence cadence) {
        ScriptedMonitor monitor = new ScriptedMonitor(new MonitorId("site", name), answer);
        PollerSpec spec =
                new PollerSpec(monitor, event -> story.add("event " + event.subject()), cadence);
        return new Poller(spec, services);
    }

    private void pass(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minus(TICK)) {
            clock.advance(TICK);
            wheel.runOnce(clock.nanoTime());
        }
    }

    private long polls(String name) {
        return story.stream().filter(("poll " + name)::equals).count();
    }

    @Test
    void shouldPollFasterAfterAChangeAndSlowerWhereNothingChanges() {
        Cadence adaptive =
                new Cadence(
                        Duration.ofSeconds(30),
                        0,
                        Duration.ofSeconds(10),
                        BACKOFF,
                        4,
                        new Tempo(
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(10)));
        List<PollResult> answers = new ArrayList<>();
        Poller poller =
                add("a", () -> answers.isEmpty() ? unchanged() : answers.removeFirst(), adaptive);
        pass(Duration.ofSeconds(61));
        assertThat(polls("a")).isEqualTo(3);
        StateChange change = new StateChange("f", false, Map.of(), Set.of());
        answers.add(new Observed(List.of(event("7/1")), change));
        pass(Duration.ofSeconds(30));
        story.clear();
        pass(Duration.ofSeconds(30));
        assertThat(polls("a")).isBetween(29L, 31L);
        assertThat(poller.status().nextDue()).isBefore(clock.instant().plusSeconds(2));
        pass(Duration.ofMinutes(20));
        story.clear();
        pass(Duration.ofMinutes(30));
        assertThat(polls("a")).isEqualTo(6);
    }

    @Test
    void shouldPollTheFirstMonitorAtOnceAndThenAtItsRate() {
        add("a", () -> unchanged());
        pass(Duration.ofMillis(20));
        assertThat(polls("a")).isEqualTo(1);
        pass(Duration.ofSeconds(29));
        assertThat(polls("a")).isEqualTo(1);
        pass(Duration.ofSeconds(271));
        assertThat(polls("a")).isEqualTo(11);
        assertThat(meters.count("polled:site/a:unchanged")).isEqualTo(11);
        assertThat(meters.count("lagged")).isEqualTo(11);
    }

    @Test
    void shouldStartAHandfulSoonAndSpreadThemAfterwards() {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            add(
                    "m" + i,
                    () -> {
                        times.add(clock.nanoTime());
                        return unchanged();
                    });
        }
        pass(Duration.ofSeconds(3));
        assertThat(times).hasSize(10);
        times.clear();
        pass(Duration.ofSeconds(57));
        times.clear();
        pass(Duration.ofSeconds(30));
        assertThat(times).hasSize(10);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isGreaterThan(1_500_000_000L);
        }
    }

    @Test
    void shouldSpreadManyOverTheInterval() {
        int[] perSecond = new int[31];
        for (int i = 0; i < 3000; i++) {
            add(
                    "m" + i,
                    () -> {
                        perSecond[(int) (clock.nanoTime() / 1_000_000_000L)]++;
                        return unchanged();
                    });
        }
        pass(Duration.ofMillis(29_990));
        int all = 0;
        for (int second = 0; second < 30; second++) {
            all += perSecond[second];
            assertThat(perSecond[second]).isBetween(80, 120);
        }
        assertThat(all).isBetween(2990, 3110);
    }

    @Test
    void shouldTellBeforeItRecords() {
        Event event = event("7/1");
        StateChange change = new StateChange("f", false, Map.of(), Set.of());
        add("a", () -> new Observed(List.of(event), change));
        pass(Duration.ofMillis(20));
        assertThat(story).containsExactly("poll a", "event 7/1", "record 1");
        assertThat(meters.count("raised:RESTOCKED")).isEqualTo(1);
        assertThat(meters.count("polled:site/a:ok")).isEqualTo(1);
    }

    @Test
    void shouldRecordEvenIfTheSinkIsBroken() {
        StateChange change = new StateChange("f", false, Map.of(), Set.of());
        Observed observed = new Observed(List.of(event("7/1")), change);
        PollerSpec spec =
                new PollerSpec(
                        new ScriptedMonitor(new MonitorId("site", "a"), () -> observed),
                        given -> {
                            throw new IllegalStateException("broken sink");
                        },
                        CADENCE);
        wheel.command(new PollWheel.Add(new Poller(spec, services)));
        pass(Duration.ofMillis(20));
        assertThat(story).containsExactly("poll a", "record 1");
        assertThat(meters.count("loopFailed:poller")).isEqualTo(1);
    }

    @Test
    void shouldNotLookWhileWhatIsOwedCannotBeWrittenDown() {
        EventSink owing =
                new EventSink() {
                    @Override
                    public void accept(Event event) {}

                    @Override
                    public boolean owes() {
                        return true;
                    }
                };
        PollerSpec spec =
                new PollerSpec(
                        new ScriptedMonitor(new MonitorId("site", "a"), () -> unchanged()),
                        owing,
                        CADENCE);
        Poller poller = new Poller(spec, services);
        roomForOwed = false;
        wheel.command(new PollWheel.Add(poller));
        add("free", () -> unchanged());
        pass(Duration.ofSeconds(2));
        assertThat(polls("a")).isZero();
        assertThat(polls("free")).isEqualTo(1);
        assertThat(poller.status().trouble()).startsWith("the store takes nothing: ");
        assertThat(meters.count("polled:site/a:store")).isEqualTo(1);

        roomForOwed = true;
        pass(Duration.ofSeconds(60));
        assertThat(polls("a")).isPositive();
        assertThat(poller.status().trouble()).isNull();
    }

    @Test
    void shouldRetryAFailureAndGoOnAsBefore() {
        List<PollResult> answers =
                new ArrayList<>(
                        List.of(
                                new Failed(Cause.SERVER_ERROR, "500"),
                                new Failed(Cause.SERVER_ERROR, "500")));
        Poller poller = add("a", () -> answers.isEmpty() ? unchanged() : answers.removeFirst());
        pass(Duration.ofMillis(500));
        assertThat(poller.status().trouble()).isEqualTo("500");
        assertThat(poller.status().lastGood()).isNull();
        pass(Duration.ofMillis(3000));
        assertThat(polls("a")).isEqualTo(3);
        assertThat(poller.status().trouble()).isNull();
        assertThat(poller.status().lastResult()).isEqualTo("unchanged");
        assertThat(poller.status().lastGood()).isNotNull();
        pass(Duration.ofSeconds(27));
        assertThat(polls("a")).isEqualTo(4);
        assertThat(meters.count("up:site/a:false")).isEqualTo(2);
        assertThat(meters.count("up:site/a:true")).isEqualTo(2);
    }

    @Test
    void shouldTellFailuresApart() {
        add(
                "fetch",
                () -> {
                    throw new FetchException(Cause.NOT_FOUND, "404", null);
                });
        add(
                "io",
                () -> {
                    throw new IOException("reset");
                });
        add(
                "bug",
                () -> {
                    throw new IllegalStateException("oops");
                });
        add(
                "interrupted",
                () -> {
                    throw new InterruptedException();
                });
        pass(Duration.ofSeconds(1));
        assertThat(meters.count("polled:site/fetch:not_found")).isEqualTo(1);
        assertThat(meters.count("polled:site/io:connection")).isEqualTo(1);
        assertThat(meters.count("polled:site/bug:internal")).isEqualTo(1);
        assertThat(meters.count("polled:site/interrupted:timeout")).isEqualTo(1);
        assertThat(meters.count("loopFailed:poller")).isEqualTo(1);
        pass(Duration.ofSeconds(60));
        assertThat(meters.count("polled:site/bug:internal")).isEqualTo(2);
    }

    @Test
    void shouldObeyWhatAFetchWasToldAboutWhenToComeBack() {
        add(
                "a",
                () -> {
                    throw FetchException.leftAlone("later", Duration.ofSeconds(100));
                });
        pass(Duration.ofSeconds(99));
        assertThat(polls("a")).isEqualTo(1);
        pass(Duration.ofSeconds(2));
        assertThat(polls("a")).isEqualTo(2);
    }

    @Test
    void shouldRethrowErrorsAndStillPollOn() {
        List<Throwable> thrown = new ArrayList<>();
        wheel =
                wheel(
                        (name, poll) -> {
                            try {
                                poll.run();
                            } catch (StackOverflowError e) {
                                thrown.add(e);
                            }
                            return terminated();
                        },
                        new Random(1));
        add(
                "a",
                () -> {
                    throw new StackOverflowError();
                });
        pass(Duration.ofSeconds(61));
        assertThat(thrown).hasSize(3);
        assertThat(meters.count("loopFailed:poller")).isEqualTo(3);
    }

    @Test
    void shouldNotLetHangingMonitorsDelayAnother() {
        wheel =
                wheel(
                        (name, poll) ->
                                name.contains("hang") ? hold(name, poll) : runAtOnce(name, poll),
                        new Random(1));
        for (int i = 0; i < 500; i++) {
            add("hang" + i, () -> unchanged());
        }
        add("well", () -> unchanged());
        pass(Duration.ofSeconds(31));
        long before = polls("well");
        pass(Duration.ofSeconds(300));
        assertThat(started).hasSize(500);
        assertThat(wheel.running()).isEqualTo(500);
        assertThat(polls("well") - before).isEqualTo(10);
    }

    @Test
    void shouldNotRunAMonitorTwiceAtOnce() {
        wheel = wheel(this::hold, new Random(1));
        add("a", () -> unchanged());
        pass(Duration.ofSeconds(100));
        assertThat(started).hasSize(1);
        started.remove("poll site/a").run();
        pass(Duration.ofSeconds(30));
        assertThat(started).hasSize(1);
    }

    @Test
    void shouldInterruptAPollThatNeverEndsAndGoOnWhenItDoes() {
        wheel = wheel(this::hold, new Random(1));
        add("a", () -> unchanged());
        pass(Duration.ofSeconds(129));
        assertThat(threads.get("poll site/a").isInterrupted()).isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(threads.get("poll site/a").isInterrupted()).isTrue();
        assertThat(meters.count("loopFailed:poller")).isEqualTo(1);
        started.remove("poll site/a").run();
        pass(Duration.ofSeconds(31));
        assertThat(started).hasSize(1);
    }

    @Test
    void shouldLetAPollEndByItselfThatWasUnderWayWhileTheProcessStoodStill() {
        wheel = wheel(this::hold, new Random(1));
        add("a", () -> unchanged());
        pass(Duration.ofSeconds(10));
        clock.advance(Duration.ofHours(8));
        pass(Duration.ofSeconds(29));
        assertThat(threads.get("poll site/a").isInterrupted()).isFalse();
        assertThat(meters.count("loopFailed:poller")).isZero();
        pass(Duration.ofSeconds(6));
        assertThat(threads.get("poll site/a").isInterrupted()).as("it does not end").isTrue();
    }

    @Test
    void shouldScheduleALostMonitorAgain() {
        int[] starts = {0};
        wheel =
                wheel(
                        (name, poll) -> {
                            // The first thread dies before it runs, the second cannot be had.
                            return switch (starts[0]++) {
                                case 0 -> terminated();
                                case 1 -> throw new IllegalStateException("no thread");
                                default -> runAtOnce(name, poll);
                            };
                        },
                        new Random(1));
        add("a", () -> unchanged());
        pass(Duration.ofSeconds(65));
        assertThat(polls("a")).isEqualTo(1);
        assertThat(meters.count("loopFailed:poller")).isEqualTo(3);
        assertThat(wheel.running()).isZero();
    }

    @Test
    void shouldNotLoseAMonitorWhenATurnFails() {
        boolean[] broken = {true};
        RandomGenerator random =
                () -> {
                    if (broken[0]) {
                        throw new IllegalStateException("no randomness");
                    }
                    return 42L;
                };
        wheel =
                wheel(
                        (name, poll) -> {
                            poll.run();
                            return terminated();
                        },
                        random);
        Cadence jittered =
                new Cadence(Duration.ofSeconds(30), 0.1, Duration.ofSeconds(10), BACKOFF, 4);
        add("a", () -> unchanged(), jittered);
        int failures = 0;
        for (int turn = 0; turn < 20_000; turn++) {
            clock.advance(TICK);
            try {
                wheel.runOnce(clock.nanoTime());
            } catch (IllegalStateException e) {
                failures++;
                broken[0] = false;
            }
        }
        assertThat(failures).isEqualTo(1);
        assertThat(polls("a")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldBoundWhatRunsAtOnce() {
        wheel = new PollWheel(services, new Random(1), this::hold, finished, new LongAdder(), 3);
        for (int i = 0; i < 10; i++) {
            add("m" + i, () -> unchanged());
        }
        pass(Duration.ofSeconds(40));
        assertThat(started).hasSize(3);
        List.copyOf(started.values()).forEach(Runnable::run);
        pass(TICK);
        assertThat(started).hasSize(6);
    }

    @Test
    void shouldCatchUpAfterALongSleepWithoutPilingUp() {
        add("a", () -> unchanged());
        pass(Duration.ofSeconds(1));
        clock.advance(Duration.ofHours(8));
        wheel.runOnce(clock.nanoTime());
        assertThat(polls("a")).isEqualTo(2);
        pass(Duration.ofSeconds(30));
        assertThat(polls("a")).isEqualTo(3);
    }

    @Test
    void shouldForgetARemovedMonitor() {
        Poller poller = add("a", () -> unchanged());
        Poller other = add("b", () -> unchanged());
        pass(Duration.ofSeconds(1));
        wheel.command(new PollWheel.Remove(poller, null));
        pass(Duration.ofSeconds(60));
        assertThat(polls("a")).isEqualTo(1);
        assertThat(polls("b")).isGreaterThanOrEqualTo(3);
        assertThat(meters.count("forget:site/a")).isEqualTo(1);
        wheel.command(new PollWheel.Remove(other, null));
        pass(Duration.ofSeconds(60));
        assertThat(meters.count("forget:site/b")).isEqualTo(1);
    }

    @Test
    void shouldInterruptARemovedMonitorAndStartItsSuccessorAfterIt() {
        wheel = wheel(this::hold, new Random(1));
        Poller old = add("a", () -> unchanged());
        pass(Duration.ofSeconds(1));
        wheel.command(new PollWheel.Remove(old, null));
        add("a", () -> unchanged());
        Runnable running = started.remove("poll site/a");
        pass(Duration.ofSeconds(40));
        assertThat(threads.get("poll site/a").isInterrupted()).isTrue();
        assertThat(started).isEmpty();
        running.run();
        pass(Duration.ofSeconds(40));
        assertThat(started).hasSize(1);
        assertThat(meters.count("polled")).isZero();
        assertThat(meters.count("forget:site/a")).isZero();
    }

    @Test
    void shouldNotStartASuccessorThatWasRemovedMeanwhile() {
        wheel = wheel(this::hold, new Random(1));
        Poller old = add("a", () -> unchanged());
        pass(Duration.ofSeconds(1));
        wheel.command(new PollWheel.Remove(old, null));
        Poller successor = add("a", () -> unchanged());
        wheel.command(new PollWheel.Remove(successor, null));
        pass(TICK);
        started.remove("poll site/a").run();
        pass(Duration.ofSeconds(60));
        assertThat(started).isEmpty();
        assertThat(meters.count("forget:site/a")).isEqualTo(1);
    }

    @Test
    void shouldTellAllWhoWaitForTheEndOfWhatStillRuns() {
        wheel = wheel(this::hold, new Random(1));
        Poller old = add("a", () -> unchanged());
        pass(Duration.ofSeconds(1));
        CompletableFuture<Void> first = new CompletableFuture<>();
        wheel.command(new PollWheel.Remove(old, first));
        Poller successor = add("a", () -> unchanged());
        CompletableFuture<Void> second = new CompletableFuture<>();
        wheel.command(new PollWheel.Remove(successor, second));
        pass(TICK);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        started.remove("poll site/a").run();
        pass(TICK);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void shouldStartNothingOnceStopped() {
        wheel = wheel(this::hold, new Random(1));
        add("a", () -> unchanged());
        pass(Duration.ofSeconds(1));
        wheel.stop();
        assertThat(threads.get("poll site/a").isInterrupted()).isTrue();
        started.remove("poll site/a").run();
        pass(Duration.ofSeconds(100));
        assertThat(wheel.running()).isZero();
        assertThat(started).isEmpty();
        assertThat(meters.count("polled")).isZero();
    }

    private static Unchanged unchanged() {
        return new Unchanged(Shortcut.COMPARED);
    }

    private Event event(String subject) {
        return new Event(
                new UUID(1, 2),
                new MonitorId("site", "a"),
                EventType.RESTOCKED,
                subject,
                clock.instant(),
                clock.nanoTime(),
                new Notice("text"));
    }

    private static Thread terminated() {
        Thread thread = Thread.ofPlatform().start(() -> {});
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return thread;
    }

    @FunctionalInterface
    private interface Answer {
        PollResult poll() throws IOException, InterruptedException;
    }

    private final class ScriptedMonitor implements Monitor {

        private final MonitorId id;
        private final Answer answer;

        ScriptedMonitor(MonitorId id, Answer answer) {
            this.id = id;
            this.answer = answer;
        }

        @Override
        public MonitorId id() {
            return id;
        }

        @Override
        public PollResult poll() throws IOException, InterruptedException {
            story.add("poll " + id.monitor());
            return answer.poll();
        }
    }

    private final class StoryStore implements StateStore {

        @Override
        public Map<Long, byte[]> load(MonitorId id, String fingerprint) {
            return Map.of();
        }

        @Override
        public void record(MonitorId id, StateChange change, List<Event> events, List<Owed> owed) {
            story.add("record " + events.size());
        }

        @Override
        public boolean hasRoomForOwed() {
            return roomForOwed;
        }
    }
}
