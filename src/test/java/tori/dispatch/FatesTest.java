package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.model.EventType;
import tori.model.Rate;
import tori.model.SendResult;
import tori.telemetry.CountingMeters;
import tori.time.QuietHours;
import tori.time.SettableClock;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Whoever wants to know is told what becomes of each event of a lane. */
class FatesTest {

    private final SettableClock clock = new SettableClock();
    private final Steps steps = new Steps();
    private final ManualThreads threads = new ManualThreads();
    private final ScriptedSender sender = new ScriptedSender();
    private final FreshestLanes lanes =
            new FreshestLanes(
                    new LaneServices(
                            clock,
                            () -> Instant.parse("2026-05-01T12:00:00Z"),
                            new Random(1),
                            new CountingMeters(),
                            steps),
                    SendLog.NONE,
                    LaneSurroundings.NONE,
                    threads);
    private final Dispatcher dispatcher = lanes.dispatcher();

    /** In the order of their telling, such as {@code 7 evicted}. */
    private static final class Steps implements FateLog {
        private final List<String> told = new ArrayList<>();

        @Override
        public void note(
                Event event, String destination, Fate fate, long nanos, @Nullable String words) {
            told.add(event.subject() + " " + fate.wireName() + (words == null ? "" : ": " + words));
        }

        @Override
        public void cancelled(Event event, String destination, Event by) {
            told.add(event.type() + " cancelled by " + by.type());
        }

        @Override
        public void sending(Event event, String destination, Departing departing) {
            told.add(
                    event.subject()
                            + " in request "
                            + departing.number()
                            + " of "
                            + departing.events()
                            + (departing.waitedFor() == null
                                    ? ""
                                    : " after " + departing.waitedFor()));
        }
    }

    private DispatchQueue open(LaneSettings settings) {
        DispatchQueue queue = lanes.add("main", sender, settings);
        settle();
        return queue;
    }

    private void offer(DispatchQueue queue, int... numbers) {
        for (int number : numbers) {
            clock.advance(Duration.ofNanos(1));
            queue.accept(Events.price(number, clock.nanoTime()));
        }
    }

    private void settle() {
        dispatcher.runOnce();
        while (!threads.isEmpty()) {
            threads.next().run();
            dispatcher.runOnce();
        }
    }

    @Test
    void shouldTellOfRequestsAndWhatTheyWaitedFor() {
        DispatchQueue queue = open(new LaneSettings(new Rate(1, Duration.ofSeconds(5)), 8, null));
        offer(queue, 1);
        settle();
        offer(queue, 2);
        settle();
        clock.advance(Duration.ofSeconds(6));
        settle();

        assertThat(steps.told)
                .containsExactly(
                        "1 in request 1 of 1",
                        "1 delivered",
                        "2 in request 2 of 1 after the rate of 1 in 5000 ms",
                        "2 delivered");
    }

    @Test
    void shouldTellOfEventsThatMadeRoomOrBecameTooOld() {
        DispatchQueue queue =
                open(
                        new LaneSettings(
                                new Rate(1, Duration.ofMinutes(5)), 2, Duration.ofSeconds(60)));
        offer(queue, 1);
        settle();
        steps.told.clear();
        offer(queue, 2);
        dispatcher.runOnce();
        offer(queue, 3);
        dispatcher.runOnce();
        offer(queue, 4);
        dispatcher.runOnce();
        assertThat(steps.told).containsExactly("2 evicted");
        clock.advance(Duration.ofSeconds(61));
        settle();
        assertThat(steps.told).containsExactly("2 evicted", "3 expired", "4 expired");
    }

    @Test
    void shouldTellOfEventsThatNeverCameIn() {
        DispatchQueue queue = open(new LaneSettings(null, 2, null));
        List<Event> many = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            many.add(Events.price(i, clock.nanoTime()));
        }
        queue.acceptAll(many);
        settle();
        assertThat(steps.told).startsWith("4 evicted", "3 evicted").contains("1 delivered");
    }

    @Test
    void shouldTellWhoOvertookWhom() {
        DispatchQueue queue = open(new LaneSettings(new Rate(1, Duration.ofMinutes(5)), 8, null));
        offer(queue, 1);
        settle();
        steps.told.clear();
        clock.advance(Duration.ofSeconds(1));
        queue.accept(Events.event(EventType.RESTOCKED, "7", clock.nanoTime()));
        settle();
        clock.advance(Duration.ofSeconds(1));
        queue.accept(Events.event(EventType.SOLD_OUT, "7", clock.nanoTime()));
        settle();
        assertThat(steps.told).containsExactly("RESTOCKED cancelled by SOLD_OUT");
    }

    @Test
    void shouldTellOfFailuresUntilItIsGivenUp() {
        DispatchQueue queue = open(new LaneSettings(null, 8, null));
        for (int i = 0; i < 5; i++) {
            sender.answers.add(new SendResult.Failed("it is ill", false));
        }
        offer(queue, 1);
        for (int i = 0; i < 5; i++) {
            settle();
            clock.advance(Duration.ofMinutes(2));
        }
        assertThat(steps.told).startsWith("1 in request 1 of 1", "1 failed: it is ill");
        assertThat(steps.told)
                .endsWith("1 failed: it is ill", "1 abandoned: too many attempts failed");
        assertThat(steps.told).filteredOn(step -> step.contains("failed: it")).hasSize(5);
    }

    @Test
    void shouldTellOfRefusalsAndOfQuietHours() {
        sender.poison = "2";
        DispatchQueue queue = open(new LaneSettings(null, 8, null));
        offer(queue, 2);
        settle();
        assertThat(steps.told).containsExactly("2 in request 1 of 1", "2 refused: poison");
        steps.told.clear();
        QuietHours noon = new QuietHours(LocalTime.of(11, 0), LocalTime.of(13, 0), ZoneOffset.UTC);
        lanes.replace("main", sender, new LaneSettings(null, 8, null, false, noon, true));
        settle();
        offer(queue, 3);
        settle();
        lanes.replace("main", sender, new LaneSettings(null, 8, null, false, noon, false));
        settle();
        assertThat(steps.told).contains("3 held_back");
        offer(queue, 4);
        settle();
        assertThat(steps.told).last().isEqualTo("4 muted");
    }
}
