package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Rate;
import tori.model.SendResult;
import tori.model.SharedLimit;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Departures that share a destination with its freshest lane: numbers from 100 on are theirs. */
class DeparturesTest {

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
            queue.accept(Events.price(number, clock.nanoTime()));
        }
    }

    private static ScriptedDeparture request(DispatchQueue queue, int number) {
        ScriptedDeparture departure = new ScriptedDeparture(number);
        queue.request(departure);
        return departure;
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
    void shouldLetDeparturesGoInTheOrderTheyWereRequested() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        ScriptedDeparture first = request(queue, 101);
        dispatcher.runOnce();
        assertThat(threads.names()).as("limits are asked for first").containsExactly("limits main");
        request(queue, 102);
        request(queue, 103);
        settle();
        assertThat(sender.sent).containsExactly(List.of("101"), List.of("102"), List.of("103"));
        assertThat(first.permits).containsExactly(Integer.MAX_VALUE);
        assertThat(first.turnedAway).isEmpty();
        assertThat(meters.count("delivered:main:delivered")).as("its owner counts").isZero();
    }

    @Test
    void shouldSpendPermitsOfEveryWindowAndTellHowManyThereAre() {
        sender.limits = List.of(new SharedLimit("channel", new Rate(2, Duration.ofSeconds(5))));
        DispatchQueue queue = lanes.add("main", sender, rate(3, Duration.ofSeconds(2)));
        ScriptedDeparture first = request(queue, 101);
        ScriptedDeparture second = request(queue, 102);
        ScriptedDeparture third = request(queue, 103);
        long wait = settle();
        assertThat(first.permits).containsExactly(2);
        assertThat(second.permits).containsExactly(1);
        assertThat(wait).isEqualTo(Duration.ofSeconds(5).toNanos() + 1);
        advance(Duration.ofNanos(wait - 1));
        assertThat(third.permits).isEmpty();
        advance(Duration.ofNanos(1));
        assertThat(third.permits).containsExactly(2);
    }

    @Test
    void shouldTakeOnePlaceOfThoseTheSenderHas() {
        sender.maxInFlight = 2;
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        request(queue, 101);
        offer(queue, 1, 2, 3);
        dispatcher.runOnce();
        assertThat(threads.names()).containsExactly("send main", "send main");
        threads.next().run();
        threads.next().run();
        assertThat(sender.sent).containsExactly(List.of("3"), List.of("101"));
        settle();
        assertThat(sender.sent).hasSize(4);
    }

    @Test
    void shouldTakeTurnsWithTheFreshestEvents() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        offer(queue, 1, 2, 3);
        request(queue, 101);
        request(queue, 102);
        request(queue, 103);
        settle();
        assertThat(sender.sent)
                .containsExactly(
                        List.of("3"),
                        List.of("101"),
                        List.of("2"),
                        List.of("102"),
                        List.of("1"),
                        List.of("103"));
    }

    @Test
    void shouldLetTheFreshestGoFirstUnlessADepartureHasWaitedForThem() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        offer(queue, 1);
        settle();
        offer(queue, 2);
        request(queue, 101);
        settle();
        assertThat(sender.sent)
                .as("none waited for the first")
                .containsExactly(List.of("1"), List.of("2"), List.of("101"));

        sender.sent.clear();
        offer(queue, 3);
        request(queue, 102);
        dispatcher.runOnce();
        offer(queue, 4);
        settle();
        assertThat(sender.sent)
                .as("the newest waits for one departure")
                .containsExactly(List.of("3"), List.of("102"), List.of("4"));
    }

    @Test
    void shouldForgetATurnThatNobodyTakes() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        offer(queue, 1);
        ScriptedDeparture waiting = request(queue, 101);
        dispatcher.runOnce();
        sender.answers.add(new SendResult.Gone("404"));
        settle();
        assertThat(waiting.turnedAway).hasSize(1);
        lanes.replace("main", sender, UNLIMITED);
        settle();
        sender.sent.clear();
        offer(queue, 2);
        settle();
        offer(queue, 3);
        request(queue, 102);
        settle();
        assertThat(sender.sent).containsExactly(List.of("2"), List.of("3"), List.of("102"));
    }

    @Test
    void shouldGiveThePermitsBackIfNothingWasSent() {
        DispatchQueue queue = lanes.add("main", sender, rate(1, Duration.ofSeconds(10)));
        settle();
        queue.request(ScriptedDeparture.withoutSending());
        queue.request(ScriptedDeparture.withoutSending());
        request(queue, 101);
        request(queue, 102);
        assertThat(settle()).isEqualTo(Duration.ofSeconds(10).toNanos() + 1);
        assertThat(sender.sent).containsExactly(List.of("101"));
    }

    @Test
    void shouldNotSpaceFromADepartureThatSentNothing() {
        DispatchQueue queue = lanes.add("main", sender, rate(30, Duration.ofSeconds(60)));
        for (int i = 0; i < 16; i++) {
            request(queue, 100 + i);
        }
        settle();
        assertThat(sender.sent).hasSize(16);
        advance(Duration.ofSeconds(5));
        ScriptedDeparture idle = ScriptedDeparture.withoutSending();
        queue.request(idle);
        settle();
        assertThat(idle.permits).as("it had the only permit for an instant").containsExactly(1);
        offer(queue, 1, 2);
        settle();
        assertThat(sender.sent).hasSize(17);
    }

    @Test
    void shouldPauseWhenADeparturesAnswerAsksForIt() {
        sender.answers.add(new SendResult.Sent(Duration.ofSeconds(5)));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        request(queue, 101);
        settle();
        request(queue, 102);
        offer(queue, 1);
        assertThat(settle()).isEqualTo(Duration.ofSeconds(5).toNanos());
        assertThat(sender.sent).hasSize(1);
        advance(Duration.ofSeconds(5));
        assertThat(sender.sent).hasSize(3);
    }

    @Test
    void shouldEndARowOfFailuresWithADepartureThatArrives() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        for (int row = 0; row < 2; row++) {
            sender.answers.add(new SendResult.Failed("no route", false));
            offer(queue, row);
            request(queue, 101);
            long wait = settle();
            assertThat(wait).as("the first wait").isBetween(900_000_000L, 1_100_000_000L);
            assertThat(sender.sent).as("departures wait as well").hasSize(1);
            advance(Duration.ofNanos(wait));
            assertThat(sender.sent).hasSize(3);
            sender.sent.clear();
        }
    }

    @Test
    void shouldPauseTheLaneForADepartureThatIsThrottled() {
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(3), false));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        request(queue, 101);
        settle();
        offer(queue, 1);
        ScriptedDeparture next = request(queue, 102);
        assertThat(settle()).isEqualTo(Duration.ofSeconds(3).toNanos());
        ScriptedSender other = new ScriptedSender();
        lanes.replace("main", other, UNLIMITED);
        settle();
        assertThat(next.permits).isEmpty();
        advance(Duration.ofSeconds(3));
        assertThat(sender.sent).hasSize(1);
        assertThat(other.sent).containsExactly(List.of("1"), List.of("102"));
        assertThat(meters.count("delivered:main:throttled")).isZero();
    }

    @Test
    void shouldPauseTheAuthorityForADepartureThatIsThrottledEverywhere() {
        sender.authority = "discord";
        ScriptedSender sameAuthority = new ScriptedSender();
        sameAuthority.authority = "discord";
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(3), true));
        DispatchQueue first = lanes.add("first", sender, UNLIMITED);
        DispatchQueue second = lanes.add("second", sameAuthority, UNLIMITED);
        settle();
        request(first, 101);
        settle();
        request(second, 102);
        settle();
        assertThat(sameAuthority.sent).isEmpty();
        advance(Duration.ofSeconds(3));
        assertThat(sameAuthority.sent).hasSize(1);
    }

    @Test
    void shouldCloseTheLaneWhenADepartureFindsTheDestinationGone() {
        sender.answers.add(new SendResult.Gone("404"));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        ScriptedDeparture finder = request(queue, 101);
        ScriptedDeparture waiting = request(queue, 102);
        settle();
        offer(queue, 1);
        ScriptedDeparture later = request(queue, 103);
        settle();
        assertThat(finder.turnedAway).isEmpty();
        assertThat(waiting.permits).isEmpty();
        assertThat(waiting.turnedAway).containsExactly("the destination is gone: 404");
        assertThat(later.turnedAway).containsExactly("the destination is gone: 404");
        assertThat(meters.count("delivered:main:gone")).isOne();
        assertThat(sender.closed).isOne();

        ScriptedSender next = new ScriptedSender();
        lanes.replace("main", next, UNLIMITED);
        settle();
        request(queue, 104);
        settle();
        assertThat(next.sent).containsExactly(List.of("104"));
    }

    @Test
    void shouldTurnDeparturesAwayWhenAnEventFindsTheDestinationGone() {
        sender.answers.add(new SendResult.Gone("404"));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        offer(queue, 1);
        ScriptedDeparture waiting = request(queue, 101);
        settle();
        assertThat(waiting.permits).isEmpty();
        assertThat(waiting.turnedAway).containsExactly("the destination is gone: 404");
    }

    @Test
    void shouldStayOpenIfOnlyAnEarlierSendersDestinationIsGone() {
        sender.answers.add(new SendResult.Gone("404"));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        request(queue, 101);
        dispatcher.runOnce();
        ScriptedSender next = new ScriptedSender();
        lanes.replace("main", next, UNLIMITED);
        ScriptedDeparture waiting = request(queue, 102);
        settle();
        assertThat(waiting.turnedAway).isEmpty();
        assertThat(next.sent).containsExactly(List.of("102"));
    }

    @Test
    void shouldLeaveRefusalsAndFailuresToWhoeverOwesTheEvents() {
        sender.answers.add(new SendResult.Refused("poison"));
        sender.answers.add(new SendResult.Failed("no route", false));
        sender.answers.add(new SendResult.Failed("timeout", true));
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        for (int i = 0; i < 4; i++) {
            request(queue, 101 + i);
        }
        assertThat(settle()).isEqualTo(SlidingWindow.NEVER);
        assertThat(sender.sent).as("without a pause").hasSize(4);
        assertThat(meters.count("delivered")).isZero();
    }

    @Test
    void shouldSpendThePermitsOfADepartureThatThrows() {
        DispatchQueue queue = lanes.add("main", sender, rate(1, Duration.ofSeconds(10)));
        queue.request(ScriptedDeparture.broken());
        request(queue, 101);
        assertThat(settle()).isEqualTo(Duration.ofSeconds(10).toNanos() + 1);
        assertThat(meters.count("loopFailed:send")).isOne();
        advance(Duration.ofSeconds(11));
        assertThat(sender.sent).containsExactly(List.of("101"));
    }

    @Test
    void shouldTurnAwayOnceWhenTheLaneIsRemoved() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        ScriptedDeparture underWay = request(queue, 101);
        dispatcher.runOnce();
        ScriptedDeparture broken = ScriptedDeparture.broken();
        queue.request(broken);
        ScriptedDeparture waiting = request(queue, 102);
        dispatcher.runOnce();
        lanes.remove("main");
        ScriptedDeparture unseen = request(queue, 103);
        dispatcher.runOnce();
        assertThat(sender.closed).as("one is still under way").isZero();
        settle();
        ScriptedDeparture later = request(queue, 104);
        assertThat(sender.closed).isOne();
        assertThat(sender.sent).containsExactly(List.of("101"));
        assertThat(underWay.turnedAway).isEmpty();
        assertThat(broken.turnedAway).hasSize(1);
        for (ScriptedDeparture each : List.of(waiting, unseen, later)) {
            assertThat(each.permits).isEmpty();
            assertThat(each.turnedAway).containsExactly("the destination was removed");
        }
        assertThat(meters.count("loopFailed:send")).isOne();
    }

    @Test
    void shouldKeepDeparturesWaitingWhenTheSenderIsReplaced() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        request(queue, 101);
        ScriptedDeparture waiting = request(queue, 102);
        dispatcher.runOnce();
        Runnable underWay = threads.next();
        ScriptedSender next = new ScriptedSender();
        lanes.replace("main", next, UNLIMITED);
        settle();
        assertThat(waiting.permits).as("the earlier sender is still at it").isEmpty();
        underWay.run();
        settle();
        assertThat(sender.sent).containsExactly(List.of("101"));
        assertThat(sender.closed).isOne();
        assertThat(next.sent).containsExactly(List.of("102"));
        assertThat(waiting.turnedAway).isEmpty();
    }

    @Test
    void shouldTurnAwayWhoWaitsWhenItStopsAndLetTheOthersArrive() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        ScriptedDeparture underWay = request(queue, 101);
        ScriptedDeparture waiting = request(queue, 102);
        offer(queue, 1);
        offer(queue, 2);
        dispatcher.runOnce();
        ScriptedDeparture unseen = request(queue, 103);
        dispatcher.stop(clock.nanoTime() + Duration.ofSeconds(5).toNanos());
        ScriptedDeparture later = request(queue, 104);
        for (int i = 0; i < 10 && !dispatcher.isStopped(); i++) {
            settle();
        }
        assertThat(dispatcher.isStopped()).isTrue();
        dispatcher.run();
        ScriptedDeparture afterwards = request(queue, 105);
        assertThat(sender.sent).containsExactly(List.of("2"), List.of("1"));
        for (ScriptedDeparture each : List.of(underWay, waiting, unseen, later, afterwards)) {
            assertThat(each.permits).isEmpty();
            assertThat(each.turnedAway).containsExactly(Dispatcher.STOPPING);
        }
        assertThat(dispatcher.report()).isCompletedWithValue(Map.of());
    }

    @Test
    void shouldWaitForADepartureUnderWayWhenItStops() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        ScriptedDeparture departure = request(queue, 101);
        dispatcher.runOnce();
        Duration bound = Duration.ofSeconds(5);
        dispatcher.stop(clock.nanoTime() + bound.toNanos());
        assertThat(dispatcher.runOnce()).isEqualTo(bound.toNanos());
        threads.next().run();
        for (int i = 0; i < 10 && !dispatcher.isStopped(); i++) {
            settle();
        }
        assertThat(dispatcher.isStopped()).isTrue();
        assertThat(sender.sent).containsExactly(List.of("101"));
        assertThat(sender.closed).isOne();
        assertThat(departure.turnedAway).isEmpty();
    }

    @Test
    void shouldNotWaitForeverForADepartureThatDoesNotEnd() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        request(queue, 101);
        dispatcher.runOnce();
        threads.next();
        dispatcher.stop(clock.nanoTime() + Duration.ofSeconds(1).toNanos());
        for (int i = 0; i < 5 && !dispatcher.isStopped(); i++) {
            clock.advance(Duration.ofNanos(settle()));
        }
        assertThat(dispatcher.isStopped()).isTrue();
        dispatcher.run();
        assertThat(dispatcher.report()).as("no event is left").isCompletedWithValue(Map.of());
    }

    @Test
    void shouldTurnAwayFromALaneThatIsAddedWhileItStops() {
        dispatcher.stop(clock.nanoTime() + Duration.ofSeconds(1).toNanos());
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        ScriptedDeparture early = request(queue, 101);
        settle();
        assertThat(early.turnedAway).containsExactly(Dispatcher.STOPPING);
        assertThat(request(queue, 102).turnedAway).containsExactly(Dispatcher.STOPPING);
    }
}
