package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Rate;
import tori.model.SendResult;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What leaves only while nothing else waits: numbers from 200 on. */
class IdleDeparturesTest {

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

    private static ScriptedDeparture whenIdle(DispatchQueue queue, int number) {
        ScriptedDeparture departure = new ScriptedDeparture(number);
        queue.whenIdle().request(departure);
        return departure;
    }

    private long settle() {
        long wait = dispatcher.runOnce();
        while (!threads.isEmpty()) {
            threads.next().run();
            wait = dispatcher.runOnce();
        }
        return wait;
    }

    private long advance(Duration step) {
        clock.advance(step);
        return settle();
    }

    private static LaneSettings rate(int limit, Duration per) {
        return new LaneSettings(new Rate(limit, per), 64, null);
    }

    @Test
    void shouldLetEverythingElseGoFirst() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        whenIdle(queue, 201);
        queue.request(new ScriptedDeparture(101));
        offer(queue, 1, 2);
        settle();

        assertThat(sender.sent)
                .containsExactly(List.of("2"), List.of("101"), List.of("1"), List.of("201"));
    }

    @Test
    void shouldLeaveHalfOfThePermits() {
        DispatchQueue queue = lanes.add("main", sender, rate(4, Duration.ofSeconds(2)));
        offer(queue, 1, 2);
        settle();
        ScriptedDeparture idle = whenIdle(queue, 201);
        long wait = settle();

        assertThat(wait).isEqualTo(Duration.ofSeconds(2).toNanos() + 1);
        advance(Duration.ofNanos(wait - 1));
        assertThat(idle.permits).isEmpty();
        advance(Duration.ofNanos(1));
        assertThat(idle.permits).hasSize(1);
    }

    @Test
    void shouldNotTakeTheOnlyPermitThereEverIs() {
        DispatchQueue queue = lanes.add("main", sender, rate(1, Duration.ofSeconds(2)));
        ScriptedDeparture idle = whenIdle(queue, 201);

        assertThat(settle()).isEqualTo(SlidingWindow.NEVER);
        advance(Duration.ofHours(1));
        assertThat(idle.permits).isEmpty();
    }

    @Test
    void shouldBeInterruptedWhenAnEventComes() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        whenIdle(queue, 201);
        dispatcher.runOnce();
        Thread underWay = threads.thread("send main");
        Runnable task = threads.next("send main");
        dispatcher.runOnce();
        assertThat(underWay.isInterrupted()).isFalse();
        offer(queue, 1);
        dispatcher.runOnce();

        assertThat(underWay.isInterrupted()).isTrue();
        assertThat(threads.isEmpty()).as("one request at a time").isTrue();
        task.run();
        settle();
        assertThat(sender.sent).containsExactly(List.of("201"), List.of("1"));
    }

    @Test
    void shouldWaitAloneForWhatItIsToldToWaitFor() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(9), false));
        whenIdle(queue, 201);
        whenIdle(queue, 202);
        long wait = settle();
        offer(queue, 1);
        settle();

        assertThat(wait).isEqualTo(Duration.ofSeconds(9).toNanos());
        assertThat(sender.sent).containsExactly(List.of("201"), List.of("1"));
        advance(Duration.ofSeconds(9));
        assertThat(sender.sent.getLast()).containsExactly("202");
    }

    @Test
    void shouldPauseTheLaneForWhatBindsEverywhere() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(9), true));
        whenIdle(queue, 201);
        settle();
        offer(queue, 1);
        settle();

        assertThat(sender.sent).hasSize(1);
        advance(Duration.ofSeconds(9));
        assertThat(sender.sent).hasSize(2);
    }

    @Test
    void shouldBackOffAfterFailuresWhileEventsGoOn() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        sender.answers.add(new SendResult.Failed("no answer", true));
        whenIdle(queue, 201);
        whenIdle(queue, 202);
        long wait = settle();
        offer(queue, 1);
        settle();

        assertThat(wait).isBetween(900_000_000L, 1_100_000_000L);
        assertThat(sender.sent).containsExactly(List.of("201"), List.of("1"));
        advance(Duration.ofNanos(wait));
        assertThat(sender.sent).hasSize(3);
    }

    @Test
    void shouldNotCloseALaneWhoseMessageIsGone() {
        DispatchQueue queue = lanes.add("main", sender, UNLIMITED);
        settle();
        sender.answers.add(new SendResult.Gone("404"));
        whenIdle(queue, 201);
        settle();
        offer(queue, 1);
        settle();

        assertThat(sender.sent).containsExactly(List.of("201"), List.of("1"));
    }

    @Test
    void shouldGivePermitsBackThatWereNotNeeded() {
        DispatchQueue queue = lanes.add("main", sender, rate(2, Duration.ofSeconds(2)));
        settle();
        for (int i = 0; i < 5; i++) {
            queue.whenIdle().request(ScriptedDeparture.withoutSending());
        }
        settle();
        offer(queue, 1, 2);
        settle();

        assertThat(sender.sent).hasSize(2);
    }

    @Test
    void shouldTurnAwayWhatWaitsWhereALaneIsClosed() {
        DispatchQueue queue = lanes.add("main", sender, rate(1, Duration.ofSeconds(2)));
        ScriptedDeparture waiting = whenIdle(queue, 201);
        settle();
        lanes.remove("main");
        settle();
        ScriptedDeparture late = whenIdle(queue, 202);

        assertThat(waiting.turnedAway).hasSize(1);
        assertThat(late.turnedAway).hasSize(1);
    }
}
