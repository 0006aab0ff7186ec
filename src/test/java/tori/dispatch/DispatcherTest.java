package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tori.model.EventType;
import tori.model.Rate;
import tori.model.SendResult;
import tori.model.SharedLimit;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** The dispatcher pass by pass: time and threads are the test's. */
class DispatcherTest {

    private static final LaneSettings UNLIMITED = new LaneSettings(null, 64, null);

    private final SettableClock clock = new SettableClock();
    private final CountingMeters meters = new CountingMeters();
    private final ManualThreads threads = new ManualThreads();
    private final FreshestLanes lanes =
            new FreshestLanes(clock, new Random(1), meters, SendLog.NONE, threads);
    private final Dispatcher dispatcher = lanes.dispatcher();
    private final ScriptedSender sender = new ScriptedSender();

    private void offer(DispatchQueue queue, int... numbers) {
        for (int number : numbers) {
            clock.advance(Duration.ofNanos(1));
            queue.accept(Events.price(number, clock.nanoTime()));
        }
    }

    /** Passes and threads until neither has anything to do at this instant. */
    private long settle() {
        long wait = dispatcher.runOnce();
        while (!threads.isEmpty()) {
            threads.next().run();
            wait = dispatcher.runOnce();
        }
        return wait;
    }

    private void advance(Duration step) {
        clock.advance(step);
        settle();
    }

    private static LaneSettings rate(int limit, Duration per) {
        return new LaneSettings(new Rate(limit, per), 64, null);
    }

    @Test
    void shouldSendTheNewestFirstAndOneByOne() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        offer(queue, 1, 2, 3);
        settle();
        assertThat(sender.sent).containsExactly(List.of("3"), List.of("2"), List.of("1"));
        assertThat(meters.count("delivered:main:delivered")).isEqualTo(3);
        assertThat(meters.count("detectToSend:main")).isEqualTo(3);
    }

    @Test
    void shouldAskForLimitsBeforeTheFirstSend() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        offer(queue, 1);
        dispatcher.runOnce();
        assertThat(threads.names()).containsExactly("limits main");
        threads.next().run();
        dispatcher.runOnce();
        assertThat(threads.names()).containsExactly("send main");
    }

    @Test
    void shouldGoWithoutLimitsThatCannotBeHadOrDoNotCome() {
        sender.limitsFail = true;
        offer(lanes.add("main", sender, UNLIMITED), 1);
        settle();
        assertThat(sender.sent).containsExactly(List.of("1"));

        ScriptedSender mute = new ScriptedSender();
        offer(lanes.add("mute", mute, UNLIMITED), 2);
        long wait = dispatcher.runOnce();
        Runnable unanswered = threads.next();
        clock.advance(Duration.ofNanos(wait));
        settle();
        assertThat(mute.sent).containsExactly(List.of("2"));
        unanswered.run();
        settle();
        assertThat(mute.closed).isZero();
    }

    @Test
    void shouldKeepOneRequestUnderWayUnlessTheSenderAllowsMore() {
        DispatchQueue one = lanes.add("one", sender, UNLIMITED);
        ScriptedSender parallel = new ScriptedSender();
        parallel.maxInFlight = 2;
        DispatchQueue two = lanes.add("two", parallel, UNLIMITED);
        settle();
        offer(one, 1, 2, 3);
        offer(two, 1, 2, 3);
        dispatcher.runOnce();
        assertThat(threads.names()).containsExactlyInAnyOrder("send one", "send two", "send two");
    }

    @Test
    void shouldPutMoreIntoAMessageOnlyWhenPermitsAreShort() {
        sender.maxBatch = 10;
        DispatchQueue queue = lanes.add("main", sender, rate(3, Duration.ofSeconds(2)));
        offer(queue, 1, 2, 3);
        settle();
        assertThat(sender.sent).containsExactly(List.of("3"), List.of("2"), List.of("1"));

        sender.sent.clear();
        advance(Duration.ofSeconds(3));
        offer(queue, 1, 2, 3, 4, 5, 6, 7);
        settle();
        assertThat(sender.sent)
                .containsExactly(List.of("7", "6", "5"), List.of("4", "3"), List.of("2", "1"));
    }

    @Test
    void shouldWaitExactlyUntilThePermit() {
        DispatchQueue queue = lanes.add("main", sender, rate(1, Duration.ofSeconds(2)));
        offer(queue, 1, 2);
        long wait = settle();
        assertThat(sender.sent).hasSize(1);
        assertThat(wait).isEqualTo(Duration.ofSeconds(2).toNanos() + 1);
        advance(Duration.ofNanos(wait - 1));
        assertThat(sender.sent).hasSize(1);
        advance(Duration.ofNanos(1));
        assertThat(sender.sent).hasSize(2);
    }

    @Test
    void shouldShareALimitBetweenSendersOfOneScope() {
        sender.limits = List.of(new SharedLimit("channel 1", new Rate(3, Duration.ofSeconds(60))));
        ScriptedSender other = new ScriptedSender();
        other.limits = sender.limits;
        DispatchQueue first = lanes.add("first", sender, UNLIMITED);
        DispatchQueue second = lanes.add("second", other, UNLIMITED);
        offer(first, 1, 2, 3, 4);
        offer(second, 1, 2, 3, 4);
        settle();
        assertThat(sender.sent.size() + other.sent.size()).isEqualTo(3);
        assertThat(sender.sent).isNotEmpty();
        assertThat(other.sent).isNotEmpty();

        lanes.remove("second");
        settle();
        ScriptedSender again = new ScriptedSender();
        again.limits = sender.limits;
        offer(lanes.add("second", again, UNLIMITED), 5);
        settle();
        assertThat(again.sent).isEmpty();
        advance(Duration.ofSeconds(61));
        assertThat(sender.sent.size() + other.sent.size() + again.sent.size()).isEqualTo(6);
    }

    @Test
    void shouldShowHowMuchOfEachLimitIsUsed() {
        Rate own = new Rate(4, Duration.ofSeconds(5));
        Rate shared = new Rate(3, Duration.ofSeconds(60));
        sender.limits = List.of(new SharedLimit("channel 1", shared));
        DispatchQueue queue = lanes.add("main", sender, rate(4, Duration.ofSeconds(5)));
        settle();
        offer(queue, 1, 2);
        settle();
        assertThat(shown(queue))
                .containsExactly(
                        new WindowGauge.Reading(own, 2), new WindowGauge.Reading(shared, 2));

        advance(Duration.ofSeconds(6));
        assertThat(shown(queue))
                .containsExactly(
                        new WindowGauge.Reading(own, 0), new WindowGauge.Reading(shared, 2));
    }

    private List<WindowGauge.Reading> shown(DispatchQueue queue) {
        return queue.limits().stream().map(gauge -> gauge.read(clock.nanoTime())).toList();
    }

    @Test
    void shouldPauseWhenTheDestinationAsksForIt() {
        sender.answers.add(new SendResult.Sent(Duration.ofSeconds(5)));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        offer(queue, 1, 2);
        assertThat(settle()).isEqualTo(Duration.ofSeconds(5).toNanos());
        assertThat(sender.sent).hasSize(1);
        advance(Duration.ofSeconds(5));
        assertThat(sender.sent).hasSize(2);
    }

    @Test
    void shouldPutThrottledEventsBackInTheirPlace() {
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(3), false));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        offer(queue, 1, 2);
        settle();
        offer(queue, 3);
        settle();
        assertThat(sender.sent).containsExactly(List.of("2"));
        advance(Duration.ofSeconds(3));
        assertThat(sender.sent)
                .containsExactly(List.of("2"), List.of("3"), List.of("2"), List.of("1"));
        assertThat(meters.count("delivered:main:throttled")).isOne();
    }

    @Test
    void shouldPauseAllLanesOfAnAuthorityThatThrottlesEverywhere() {
        sender.authority = "discord";
        ScriptedSender sameAuthority = new ScriptedSender();
        sameAuthority.authority = "discord";
        ScriptedSender other = new ScriptedSender();
        DispatchQueue first = lanes.add("first", sender, UNLIMITED);
        DispatchQueue second = lanes.add("second", sameAuthority, UNLIMITED);
        DispatchQueue third = lanes.add("third", other, UNLIMITED);
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(3), true));
        offer(first, 1);
        settle();
        offer(second, 2);
        offer(third, 3);
        settle();
        assertThat(sameAuthority.sent).isEmpty();
        assertThat(other.sent).hasSize(1);
        advance(Duration.ofSeconds(3));
        assertThat(sameAuthority.sent).hasSize(1);
        assertThat(sender.sent).hasSize(2);
    }

    @Test
    void shouldDropOnlyTheEventThatIsRefused() {
        sender.maxBatch = 10;
        sender.poison = "3";
        DispatchQueue queue = lanes.add("main", sender, rate(1, Duration.ofNanos(1)));
        offer(queue, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        for (int i = 0; i < 20; i++) {
            advance(Duration.ofNanos(10));
        }
        assertThat(meters.count("delivered:main:refused")).isOne();
        assertThat(meters.count("delivered:main:delivered")).isEqualTo(9);
        assertThat(sender.sent).contains(List.of("3")).hasSizeLessThan(15);
        assertThat(queue.depth()).isZero();
    }

    @Test
    void shouldKeepAWholePollAfterTheQueueWasMadeLarger() {
        DispatchQueue queue = lanes.add("main", sender, new LaneSettings(null, 2, null));
        settle();
        ScriptedSender next = new ScriptedSender();
        lanes.replace("main", next, UNLIMITED);
        settle();
        long now = clock.nanoTime();
        queue.acceptAll(IntStream.rangeClosed(1, 5).mapToObj(n -> Events.price(n, now)).toList());
        settle();
        assertThat(next.sent).hasSize(5);
        assertThat(meters.count("evicted:main")).isZero();
    }

    @Test
    void shouldEvictTheOldestThatASmallerQueueHasNoRoomFor() {
        Duration window = Duration.ofSeconds(60);
        DispatchQueue queue = lanes.add("main", sender, rate(1, window));
        offer(queue, 1, 2, 3, 4, 5);
        settle();
        assertThat(sender.sent).containsExactly(List.of("5"));
        offer(queue, 6);
        ScriptedSender next = new ScriptedSender();
        next.maxBatch = 10;
        lanes.replace("main", next, new LaneSettings(new Rate(1, window), 2, null));
        settle();
        assertThat(meters.count("evicted:main")).isEqualTo(3);
        clock.advance(window.plusSeconds(1));
        settle();
        assertThat(next.sent).containsExactly(List.of("6", "4"));
    }

    @Test
    void shouldNotCallADestinationThatIsGone() {
        sender.answers.add(new SendResult.Gone("404"));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        offer(queue, 1, 2, 3);
        settle();
        offer(queue, 4);
        settle();
        assertThat(sender.sent).hasSize(1);
        assertThat(meters.count("delivered:main:gone")).isEqualTo(4);
        assertThat(sender.closed).isOne();

        ScriptedSender next = new ScriptedSender();
        lanes.replace("main", next, UNLIMITED);
        settle();
        offer(queue, 5);
        settle();
        assertThat(next.sent).containsExactly(List.of("5"));
    }

    @Test
    void shouldBackOffAfterFailuresAndGiveUpAnEventAfterFive() {
        for (int i = 0; i < 5; i++) {
            sender.answers.add(new SendResult.Failed("no route", i == 0));
        }
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        offer(queue, 1);
        long[] waits = new long[5];
        for (int i = 0; i < 5; i++) {
            waits[i] = settle();
            assertThat(sender.sent).hasSize(i + 1);
            if (i < 4) {
                clock.advance(Duration.ofNanos(waits[i]));
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat(waits[i]).isBetween(900_000_000L << i, 1_100_000_000L << i);
        }
        assertThat(waits[4]).isEqualTo(SlidingWindow.NEVER);
        assertThat(meters.count("delivered:main:ambiguous")).isOne();
        assertThat(meters.count("delivered:main:failed")).isEqualTo(4);
        assertThat(meters.count("delivered:main:abandoned")).isOne();
    }

    @Test
    void shouldSpreadTheSecondHalfOfALongWindowUnlessItStops() {
        DispatchQueue queue = lanes.add("main", sender, rate(30, Duration.ofSeconds(60)));
        offer(queue, IntStream.range(0, 20).toArray());
        long wait = settle();
        assertThat(sender.sent).hasSize(16);
        advance(Duration.ofNanos(wait));
        assertThat(sender.sent).hasSize(17);
        dispatcher.stop(clock.nanoTime() + Duration.ofSeconds(2).toNanos());
        settle();
        assertThat(sender.sent).hasSize(20);
    }

    /** Remembers in memory what outlives a simulated restart. */
    private static final class MemoryLog implements SendLog {
        private final Map<String, List<Long>> byScope = new HashMap<>();

        @Override
        public void record(String scope, Rate rate, long completedNanos) {
            byScope.computeIfAbsent(scope, key -> new ArrayList<>()).add(completedNanos);
        }

        @Override
        public long[] completions(String scope) {
            List<Long> known = byScope.getOrDefault(scope, List.of());
            return known.stream().mapToLong(Long::longValue).toArray();
        }
    }

    /** Sends ten events ten seconds apart, each by another run of tori. */
    private int sentByTenRuns(SendLog log, LaneSettings settings) {
        for (int run = 0; run < 10; run++) {
            FreshestLanes own = new FreshestLanes(clock, new Random(1), meters, log, threads);
            DispatchQueue queue = own.add("main", sender, settings);
            offer(queue, run);
            own.dispatcher().runOnce();
            while (!threads.isEmpty()) {
                threads.next().run();
                own.dispatcher().runOnce();
            }
            clock.advance(Duration.ofSeconds(10));
        }
        return sender.sent.size();
    }

    @Test
    void shouldHoldTheUsersLimitAcrossRestarts() {
        MemoryLog log = new MemoryLog();
        assertThat(sentByTenRuns(log, rate(3, Duration.ofSeconds(65)))).isEqualTo(6);
        assertThat(log.byScope).containsOnlyKeys("destination main");
    }

    @Test
    void shouldHoldSharedLimitsAcrossRestarts() {
        sender.limits =
                List.of(
                        new SharedLimit("webhook 1", new Rate(5, Duration.ofSeconds(2))),
                        new SharedLimit("channel 1", new Rate(3, Duration.ofSeconds(65))));
        MemoryLog log = new MemoryLog();
        assertThat(sentByTenRuns(log, UNLIMITED)).isEqualTo(6);
        assertThat(log.byScope).as("too short to outlive a restart").containsOnlyKeys("channel 1");
    }

    @Test
    void shouldExceedALimitAcrossRestartsWithoutALog() {
        assertThat(sentByTenRuns(SendLog.NONE, rate(3, Duration.ofSeconds(65)))).isEqualTo(10);
    }

    @Test
    void shouldHoldTheLimitOfALaneThatIsRemovedAndAddedAgain() {
        FreshestLanes own =
                new FreshestLanes(clock, new Random(1), meters, new MemoryLog(), threads);
        LaneSettings settings = rate(1, Duration.ofSeconds(65));
        for (int round = 0; round < 2; round++) {
            offer(own.add("main", sender, settings), round);
            for (int pass = 0; pass < 10; pass++) {
                own.dispatcher().runOnce();
                while (!threads.isEmpty()) {
                    threads.next().run();
                }
            }
            own.remove("main");
        }
        assertThat(sender.sent).hasSize(1);
    }

    /** A receiver that hangs once fails everything that is under way: one reason to wait. */
    @Test
    void shouldCountRequestsThatFailTogetherAsOneFailure() {
        sender.maxInFlight = 50;
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        try (LogCapture log = LogCapture.of(Outcomes.class)) {
            for (int round = 0; round < 3; round++) {
                failTogether(queue, 50);
                assertThat(log.lines()).as("round %d", round).hasSize(round + 1);
                assertThat(dispatcher.runOnce())
                        .as("round %d", round)
                        .isBetween(900_000_000L << round, 1_100_000_000L << round);
                clock.advance(Duration.ofNanos(1_100_000_000L << round));
            }
        }
        settle();
        assertThat(meters.count("delivered:main:delivered")).isEqualTo(50);
        sender.answers.add(new SendResult.Failed("timeout", true));
        offer(queue, 51);
        assertThat(settle()).as("a row of its own").isBetween(900_000_000L, 1_100_000_000L);
    }

    /** Has so many requests under way at once, and all of them fail. */
    private void failTogether(DispatchQueue queue, int requests) {
        for (int i = 0; i < requests; i++) {
            sender.answers.add(new SendResult.Failed("timeout", true));
            if (queue.depth() < requests) {
                offer(queue, i);
            }
        }
        dispatcher.runOnce();
        assertThat(threads.names()).hasSize(requests);
        for (int i = 0; i < requests; i++) {
            threads.next().run();
            dispatcher.runOnce();
            assertThat(threads.isEmpty()).isEqualTo(i == requests - 1);
        }
    }

    @Test
    void shouldSurviveASenderThatThrows() {
        sender.broken = true;
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        offer(queue, 1);
        long wait = settle();
        assertThat(meters.count("loopFailed:send")).isOne();
        assertThat(meters.count("delivered:main:ambiguous")).isOne();
        sender.broken = false;
        advance(Duration.ofNanos(wait));
        assertThat(meters.count("delivered:main:delivered")).isOne();
    }

    @Test
    void shouldCancelWhatComesBackAfterItsOpposite() {
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(1), false));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        queue.accept(Events.event(EventType.RESTOCKED, "1/2", 1));
        dispatcher.runOnce();
        Runnable underWay = threads.next();
        queue.accept(Events.event(EventType.SOLD_OUT, "1/2", 2));
        dispatcher.runOnce();
        underWay.run();
        settle();
        assertThat(meters.count("cancelled:main")).isOne();
        assertThat(queue.depth()).isOne();
    }

    @Test
    void shouldExpireWhatIsTooOldAndWakeForIt() {
        DispatchQueue queue =
                lanes.add("main", sender, new LaneSettings(null, 64, Duration.ofSeconds(10)));
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(60), false));
        offer(queue, 1);
        long wait = settle();
        assertThat(wait).isEqualTo(Duration.ofSeconds(10).toNanos() + 1);
        advance(Duration.ofNanos(wait));
        assertThat(meters.count("expired:main")).isOne();
        assertThat(queue.depth()).isZero();
    }

    @Test
    void shouldEvictTheOldestWhenTooManyWait() {
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(1), false));
        DispatchQueue queue = lanes.add("main", sender, new LaneSettings(null, 4, null));
        offer(queue, 0);
        settle();
        for (int i = 1; i <= 6; i++) {
            offer(queue, i);
            settle();
        }
        assertThat(meters.count("evicted:main")).isEqualTo(3);
        sender.sent.clear();
        advance(Duration.ofSeconds(1));
        assertThat(sender.sent)
                .containsExactly(List.of("6"), List.of("5"), List.of("4"), List.of("3"));
    }

    @Test
    void shouldKeepWhatWaitsWhenTheSenderIsReplaced() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        offer(queue, 1, 2);
        dispatcher.runOnce();
        Runnable underWay = threads.next();
        ScriptedSender next = new ScriptedSender();
        lanes.replace("main", next, rate(1, Duration.ofSeconds(1)));
        settle();
        assertThat(next.sent).as("the earlier sender is still at it").isEmpty();
        assertThat(sender.closed).isZero();
        underWay.run();
        settle();
        assertThat(sender.closed).isOne();
        assertThat(next.sent).containsExactly(List.of("1"));
        offer(queue, 3);
        settle();
        assertThat(next.sent).hasSize(1);
        advance(Duration.ofSeconds(2));
        assertThat(next.sent).containsExactly(List.of("1"), List.of("3"));
    }

    @Test
    void shouldKeepAWaitTheDestinationAskedForWhenTheSenderIsReplaced() {
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(30), false));
        offer(lanes.add("main", sender, UNLIMITED), 1);
        settle();
        ScriptedSender next = new ScriptedSender();
        lanes.replace("main", next, UNLIMITED);
        settle();
        assertThat(next.sent).isEmpty();
        advance(Duration.ofSeconds(30));
        assertThat(next.sent).containsExactly(List.of("1"));
    }

    @Test
    void shouldKeepTheLongestOfSeveralWaitsWhenTheSenderIsReplaced() {
        sender.maxInFlight = 2;
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(30), false));
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(5), false));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        offer(queue, 1, 2);
        settle();
        ScriptedSender next = new ScriptedSender();
        lanes.replace("main", next, UNLIMITED);
        advance(Duration.ofSeconds(29));
        assertThat(next.sent).isEmpty();
        advance(Duration.ofSeconds(1));
        assertThat(next.sent).hasSize(2);
    }

    @Test
    void shouldKeepTheWaitOfAnAuthorityWhenTheSenderIsReplaced() {
        sender.authority = "discord";
        ScriptedSender same = new ScriptedSender();
        same.authority = "discord";
        DispatchQueue first = lanes.add("first", sender, UNLIMITED);
        DispatchQueue second = lanes.add("second", same, UNLIMITED);
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(30), true));
        offer(first, 1);
        settle();
        ScriptedSender next = new ScriptedSender();
        next.authority = "discord";
        lanes.replace("second", next, UNLIMITED);
        offer(second, 2);
        settle();
        assertThat(next.sent).isEmpty();
        advance(Duration.ofSeconds(30));
        assertThat(next.sent).containsExactly(List.of("2"));
    }

    @Test
    void shouldAbandonWhatWaitsWhenALaneIsRemoved() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        offer(queue, 1, 2, 3);
        dispatcher.runOnce();
        Runnable underWay = threads.next();
        lanes.remove("main");
        settle();
        assertThat(sender.closed).isZero();
        underWay.run();
        settle();
        offer(queue, 4);
        assertThat(sender.closed).isOne();
        assertThat(meters.count("delivered:main:delivered")).isOne();
        assertThat(meters.count("delivered:main:abandoned")).isEqualTo(3);
        assertThat(meters.count("forgetDestination:main")).isOne();
        assertThatThrownBy(() -> lanes.remove("main"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("main");
    }

    @Test
    void shouldSendWhatTheLimitsAllowBeforeItStopsAndReportTheRest() {
        DispatchQueue queue = lanes.add("main", sender, rate(2, Duration.ofSeconds(1)));
        offer(queue, 1, 2, 3, 4, 5, 6, 7);
        settle();
        dispatcher.stop(clock.nanoTime() + Duration.ofMillis(2_500).toNanos());
        offer(queue, 8);
        for (int i = 0; i < 10 && !dispatcher.isStopped(); i++) {
            long wait = settle();
            if (!dispatcher.isStopped()) {
                clock.advance(Duration.ofNanos(wait));
            }
        }
        assertThat(dispatcher.isStopped()).isTrue();
        assertThat(sender.sent)
                .containsExactly(
                        List.of("7"),
                        List.of("6"),
                        List.of("5"),
                        List.of("4"),
                        List.of("3"),
                        List.of("2"));
        assertThat(sender.closed).isOne();
        assertThat(meters.count("delivered:main:abandoned")).isEqualTo(2);
        dispatcher.run();
        assertThat(dispatcher.report()).isCompletedWithValue(Map.of("main", 1));
    }

    @Test
    void shouldNotWaitForWhatCannotBeSentBeforeTheBound() {
        sender.answers.add(new SendResult.Throttled(Duration.ofMinutes(10), false));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        offer(queue, 1);
        settle();
        dispatcher.stop(clock.nanoTime() + Duration.ofSeconds(5).toNanos());
        settle();
        settle();
        assertThat(dispatcher.isStopped()).isTrue();
    }

    @Test
    void shouldNotWaitForeverForASenderThatDoesNotEnd() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        offer(queue, 1);
        dispatcher.runOnce();
        threads.next();
        dispatcher.stop(clock.nanoTime() + Duration.ofSeconds(1).toNanos());
        for (int i = 0; i < 5 && !dispatcher.isStopped(); i++) {
            clock.advance(Duration.ofNanos(settle()));
        }
        assertThat(dispatcher.isStopped()).isTrue();
        assertThat(meters.count("delivered:main:abandoned")).isOne();
        assertThat(sender.closed).isZero();
    }
}
