package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Departure;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Rate;
import tori.model.SendResult;
import tori.model.Sender;
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

/** What a lane does with events that it may not, or cannot, tell its own destination. */
class DiversionTest {

    private static final LaneSettings PLAIN = new LaneSettings(null, 64, null, true, null, false);
    private static final Instant MIDNIGHT = Instant.parse("2026-05-01T00:00:00Z");
    private static final QuietHours NIGHT =
            new QuietHours(LocalTime.of(23, 0), LocalTime.of(7, 0), ZoneOffset.UTC);

    private final SettableClock clock = new SettableClock();
    private final long startNanos = clock.nanoTime();
    private final CountingMeters meters = new CountingMeters();
    private final ManualThreads threads = new ManualThreads();
    private final Care care = new Care();
    private final FreshestLanes lanes =
            new FreshestLanes(
                    new LaneServices(clock, this::wall, new Random(1), meters),
                    SendLog.NONE,
                    care,
                    threads);
    private final Dispatcher dispatcher = lanes.dispatcher();
    private final ScriptedSender sender = new ScriptedSender();
    private final ScriptedSender backup = new ScriptedSender();
    private Instant begun = MIDNIGHT.plus(Duration.ofHours(12));

    private Instant wall() {
        return begun.plusNanos(clock.nanoTime() - startNanos);
    }

    /** Remembers what it was told, and hands over to a lane if there is one. */
    private static final class Care implements LaneSurroundings {
        private final List<String> gone = new ArrayList<>();
        private final List<Dropped> dropped = new ArrayList<>();
        private final List<Withheld> withheld = new ArrayList<>();
        private DispatchQueue standIn;

        @Override
        public boolean hasStandIn(String destination) {
            return standIn != null && standIn.isHealthy();
        }

        @Override
        public boolean handOver(String destination, List<Event> oldestFirst) {
            if (!hasStandIn(destination)) {
                return false;
            }
            oldestFirst.forEach(standIn::accept);
            return true;
        }

        @Override
        public void gone(String destination, String reason) {
            gone.add(destination + ": " + reason);
        }

        @Override
        public void dropped(Dropped what) {
            dropped.add(what);
        }

        @Override
        public void quietIsOver(Withheld what) {
            withheld.add(what);
        }
    }

    private void offer(DispatchQueue queue, int... numbers) {
        for (int number : numbers) {
            clock.advance(Duration.ofNanos(1));
            queue.accept(Events.price(number, clock.nanoTime()));
        }
    }

    private void offer(DispatchQueue queue, EventType type, String subject) {
        clock.advance(Duration.ofNanos(1));
        queue.accept(Events.event(type, subject, clock.nanoTime()));
    }

    /** Passes and threads until neither has had anything to do twice: lanes give to each other. */
    private long settle() {
        long wait = 0;
        for (int idle = 0; idle < 2; idle++) {
            wait = dispatcher.runOnce();
            while (!threads.isEmpty()) {
                idle = 0;
                threads.next().run();
                wait = dispatcher.runOnce();
            }
        }
        return wait;
    }

    private long advance(Duration step) {
        clock.advance(step);
        return settle();
    }

    /** Sleeps as the dispatcher would until an instant. */
    private void sleepUntil(Instant instant) {
        while (wall().isBefore(instant)) {
            long left = Duration.between(wall(), instant).toNanos();
            long wait = settle();
            clock.advance(Duration.ofNanos(Math.max(1, Math.min(left, wait))));
        }
        settle();
    }

    private static LaneSettings quiet(boolean told) {
        return new LaneSettings(null, 64, Duration.ofMinutes(2), true, NIGHT, told);
    }

    private static List<String> subjects(LaneSurroundings.Withheld withheld) {
        return withheld.newestFirst().stream().map(Event::subject).toList();
    }

    @Test
    void shouldHoldBackInQuietHoursAndTellAfterwards() {
        begun = MIDNIGHT;
        DispatchQueue queue = lanes.add("main", sender, quiet(true));
        offer(queue, 1, 2);
        settle();
        offer(queue, EventType.RESTOCKED, "a");
        offer(queue, EventType.RESTOCKED, "b");
        offer(queue, EventType.SOLD_OUT, "b");
        sleepUntil(MIDNIGHT.plus(Duration.ofHours(6)));
        assertThat(sender.sent).isEmpty();
        assertThat(care.withheld).isEmpty();
        sleepUntil(MIDNIGHT.plus(Duration.ofHours(7)));
        assertThat(care.withheld).hasSize(1);
        LaneSurroundings.Withheld withheld = care.withheld.getFirst();
        assertThat(subjects(withheld)).containsExactly("b", "a", "2", "1");
        assertThat(withheld.newestFirst().getFirst().type()).isEqualTo(EventType.SOLD_OUT);
        assertThat(withheld.more()).isZero();
        assertThat(withheld.from()).isEqualTo(MIDNIGHT.minus(Duration.ofHours(1)));
        assertThat(meters.count("digested:main:quiet")).isEqualTo(4);
        assertThat(meters.count("cancelled:main")).isOne();
        assertThat(meters.count("expired:main")).isZero();
        offer(queue, 3);
        settle();
        assertThat(sender.sent).containsExactly(List.of("3"));
    }

    @Test
    void shouldHoldBackWhatWaitsWhenQuietHoursBegin() {
        begun = MIDNIGHT.plus(Duration.ofHours(23)).minusSeconds(1);
        sender.answers.add(new SendResult.Throttled(Duration.ofSeconds(20), false));
        DispatchQueue queue = lanes.add("main", sender, quiet(true));
        offer(queue, 1);
        settle();
        assertThat(sender.sent).hasSize(1);
        advance(Duration.ofSeconds(30));
        assertThat(sender.sent).hasSize(1);
        sleepUntil(MIDNIGHT.plus(Duration.ofHours(31)));
        assertThat(subjects(care.withheld.getFirst())).containsExactly("1");
    }

    @Test
    void shouldHoldBackOnlySoManyAndCountTheRest() {
        begun = MIDNIGHT;
        DispatchQueue queue = lanes.add("main", sender, quiet(true));
        for (int i = 0; i < 300; i++) {
            offer(queue, i);
            settle();
        }
        sleepUntil(MIDNIGHT.plus(Duration.ofHours(7)));
        LaneSurroundings.Withheld withheld = care.withheld.getFirst();
        assertThat(withheld.newestFirst()).hasSize(HeldBack.MAX_HELD);
        assertThat(withheld.events()).isEqualTo(300);
        assertThat(subjects(withheld)).startsWith("299", "298");
    }

    @Test
    void shouldDropAndCountWhereNothingIsToBeToldAfterwards() {
        begun = MIDNIGHT;
        DispatchQueue queue = lanes.add("main", sender, quiet(false));
        offer(queue, 1, 2);
        sleepUntil(MIDNIGHT.plus(Duration.ofHours(8)));
        assertThat(care.withheld).isEmpty();
        assertThat(sender.sent).isEmpty();
        assertThat(meters.count("delivered:main:muted")).isEqualTo(2);
    }

    @Test
    void shouldTellAtOnceWhenQuietHoursAreTakenOutOfTheConfiguration() {
        begun = MIDNIGHT;
        DispatchQueue queue = lanes.add("main", sender, quiet(true));
        offer(queue, 1);
        settle();
        lanes.replace("main", backup, PLAIN);
        settle();
        assertThat(subjects(care.withheld.getFirst())).containsExactly("1");
    }

    @Test
    void shouldTellWhatIsHeldBackWhenItStops() {
        begun = MIDNIGHT;
        DispatchQueue queue = lanes.add("main", sender, quiet(true));
        offer(queue, 1);
        settle();
        offer(queue, 2);
        dispatcher.stop(clock.nanoTime() + Duration.ofSeconds(2).toNanos());
        settle();
        assertThat(subjects(care.withheld.getFirst())).containsExactly("2", "1");
        assertThat(sender.sent).isEmpty();
        assertThat(meters.count("delivered:main:abandoned")).isZero();
    }

    @Test
    void shouldLetDeparturesGoInQuietHours() {
        begun = MIDNIGHT;
        DispatchQueue queue = lanes.add("main", sender, quiet(true));
        queue.request(
                new Departure() {
                    @Override
                    public SendResult depart(Sender by, int permits) throws InterruptedException {
                        return by.send(List.of(Events.price(7, 1)));
                    }

                    @Override
                    public void turnedAway(String reason) {
                        throw new AssertionError(reason);
                    }
                });
        settle();
        assertThat(sender.sent).containsExactly(List.of("7"));
    }

    @Test
    void shouldSayOnceHowManyWereDroppedWhenTheStormIsOver() {
        LaneSettings settings =
                new LaneSettings(
                        new Rate(4, Duration.ofSeconds(2)),
                        4,
                        Duration.ofSeconds(3),
                        true,
                        null,
                        false);
        DispatchQueue queue = lanes.add("main", sender, settings);
        settle();
        offer(queue, 1, 2, 3, 4);
        settle();
        offer(queue, 5, 6, 7, 8);
        settle();
        offer(queue, 9, 10);
        settle();
        assertThat(meters.count("evicted:main")).isEqualTo(2);
        advance(Duration.ofSeconds(9));
        assertThat(care.dropped).isEmpty();
        sleepUntil(wall().plus(Duration.ofSeconds(30)));
        long gone = meters.count("evicted:main") + meters.count("expired:main");
        assertThat(care.dropped).hasSize(1);
        assertThat(care.dropped.getFirst().events()).isEqualTo(gone);
        assertThat(meters.count("digested:main:dropped")).isEqualTo(gone);
        assertThat(meters.count("delivered:main:delivered") + gone).isEqualTo(10);
    }

    @Test
    void shouldNotSayItAgainWithinMinutes() {
        LaneSettings settings =
                new LaneSettings(new Rate(4, Duration.ofSeconds(2)), 2, null, true, null, false);
        DispatchQueue queue = lanes.add("main", sender, settings);
        settle();
        for (int storm = 0; storm < 2; storm++) {
            for (int i = 0; i < 10; i++) {
                offer(queue, i);
                dispatcher.runOnce();
            }
            advance(Duration.ofSeconds(5));
            advance(Duration.ofSeconds(5));
            advance(Duration.ofSeconds(15));
            advance(Duration.ofSeconds(15));
        }
        assertThat(care.dropped).hasSize(1);
        sleepUntil(wall().plus(Duration.ofMinutes(5)));
        assertThat(care.dropped).hasSize(2);
    }

    @Test
    void shouldNotSayItWhereThatCostsTheNextEventItsPermit() {
        LaneSettings settings =
                new LaneSettings(new Rate(1, Duration.ofSeconds(2)), 2, null, true, null, false);
        DispatchQueue queue = lanes.add("main", sender, settings);
        settle();
        for (int i = 0; i < 10; i++) {
            offer(queue, i);
            dispatcher.runOnce();
        }
        sleepUntil(wall().plus(Duration.ofMinutes(1)));
        assertThat(meters.count("evicted:main")).isPositive();
        assertThat(care.dropped).isEmpty();
    }

    @Test
    void shouldHandOverWhatAnUnreachableDestinationCannotTake() {
        care.standIn = lanes.add("backup", backup, PLAIN);
        sender.answers.add(new SendResult.Failed("no way there", false));
        DispatchQueue queue = lanes.add("main", sender, PLAIN);
        offer(queue, 1, 2, 3);
        settle();
        assertThat(queue.isHealthy()).isFalse();
        assertThat(sender.sent).hasSize(1);
        assertThat(backup.sent).hasSize(3);
        assertThat(meters.count("delivered:main:failed_over")).isEqualTo(3);
        assertThat(meters.count("delivered:backup:delivered")).isEqualTo(3);
    }

    @Test
    void shouldReturnWhenAProbeIsTakenAndCountAFailedOneAsGivenUp() {
        care.standIn = lanes.add("backup", backup, PLAIN);
        SendResult outage = new SendResult.Failed("no way there", false);
        sender.answers.addAll(List.of(outage, outage));
        DispatchQueue queue = lanes.add("main", sender, PLAIN);
        offer(queue, 1);
        settle();
        Event second = Events.price(2, clock.nanoTime());
        assertThat(queue.tryProbe(second)).isFalse();
        advance(Duration.ofSeconds(2));
        assertThat(queue.tryProbe(second)).isTrue();
        queue.accept(second);
        settle();
        assertThat(queue.isHealthy()).isFalse();
        assertThat(sender.sent).hasSize(2);
        assertThat(backup.sent).containsExactly(List.of("1"));
        assertThat(meters.count("delivered:main:abandoned")).isOne();
        advance(Duration.ofSeconds(4));
        Event third = Events.price(3, clock.nanoTime());
        assertThat(queue.tryProbe(third)).isTrue();
        queue.accept(third);
        settle();
        assertThat(queue.isHealthy()).isTrue();
        assertThat(sender.sent).hasSize(3);
    }

    @Test
    void shouldKeepTryingWhereNobodyStandsIn() {
        sender.answers.add(new SendResult.Failed("no way there", false));
        DispatchQueue queue = lanes.add("main", sender, PLAIN);
        offer(queue, 1);
        settle();
        assertThat(queue.isHealthy()).isFalse();
        advance(Duration.ofSeconds(2));
        assertThat(queue.isHealthy()).isTrue();
        assertThat(sender.sent).hasSize(2);
        assertThat(meters.count("delivered:main:delivered")).isOne();
    }

    @Test
    void shouldBlameADestinationThatAnswersOnlyAfterSomeFailures() {
        care.standIn = lanes.add("backup", backup, PLAIN);
        SendResult broken = new SendResult.Failed("500", true);
        sender.answers.addAll(List.of(broken, broken, broken));
        DispatchQueue queue = lanes.add("main", sender, PLAIN);
        offer(queue, 1);
        settle();
        advance(Duration.ofSeconds(2));
        assertThat(queue.isHealthy()).isTrue();
        assertThat(backup.sent).isEmpty();
        advance(Duration.ofSeconds(3));
        assertThat(queue.isHealthy()).isFalse();
        assertThat(backup.sent).containsExactly(List.of("1"));
    }

    @Test
    void shouldHandOverWhileItIsToBeLeftAloneForLong() {
        care.standIn = lanes.add("backup", backup, PLAIN);
        sender.answers.add(new SendResult.Throttled(Duration.ofMinutes(5), false));
        DispatchQueue queue = lanes.add("main", sender, PLAIN);
        offer(queue, 1);
        settle();
        assertThat(backup.sent).containsExactly(List.of("1"));
        clock.advance(Duration.ofMinutes(5));
        assertThat(queue.isHealthy()).isTrue();
        offer(queue, 2);
        settle();
        assertThat(sender.sent).hasSize(2);
    }

    @Test
    void shouldHandOverWhatAGoneDestinationLeavesAndSayThatItIsGone() {
        care.standIn = lanes.add("backup", backup, PLAIN);
        sender.answers.add(new SendResult.Gone("404 Unknown Webhook"));
        DispatchQueue queue = lanes.add("main", sender, PLAIN);
        offer(queue, 1, 2);
        settle();
        assertThat(care.gone).containsExactly("main: 404 Unknown Webhook");
        assertThat(backup.sent).hasSize(2);
        assertThat(meters.count("delivered:main:gone")).isZero();
        assertThat(queue.isHealthy()).isFalse();
        lanes.replace("main", new ScriptedSender(), PLAIN);
        settle();
        assertThat(queue.isHealthy()).isTrue();
    }
}
