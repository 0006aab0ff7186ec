package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.MonitorId;
import tori.poll.PollResult.Shortcut;
import tori.poll.PollResult.Unchanged;
import tori.telemetry.CountingMeters;
import tori.time.Backoff;
import tori.time.SettableClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Monitors that say themselves when to look next, and those that are woken. */
class OutlookTest {

    private static final MonitorId ID = new MonitorId("site", "page");
    private static final Duration TICK = Duration.ofMillis(5);
    private static final Cadence CADENCE =
            new Cadence(
                    Duration.ofSeconds(30),
                    0,
                    Duration.ofSeconds(10),
                    new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0),
                    4);

    private final SettableClock clock = new SettableClock();
    private final CountingMeters meters = new CountingMeters();
    private final Queue<Poller> finished = new ConcurrentLinkedQueue<>();
    private final PollServices services =
            new PollServices(new ForgetfulStore(), meters, clock, clock);
    private final List<Long> seconds = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;
    private Outlook outlook = Outlook.REGULAR;
    private final Poller poller =
            new Poller(
                    new PollerSpec(
                            new Monitor() {
                                @Override
                                public MonitorId id() {
                                    return ID;
                                }

                                @Override
                                public PollResult poll() {
                                    seconds.add(clock.nanoTime() / 1_000_000_000);
                                    return new Unchanged(Shortcut.COMPARED);
                                }

                                @Override
                                public Outlook outlook() {
                                    return outlook;
                                }
                            },
                            event -> {},
                            CADENCE),
                    services);
    private final PollWheel wheel =
            new PollWheel(
                    services,
                    new Random(1),
                    (name, poll) -> {
                        if (holding) {
                            held.add(poll);
                        } else {
                            poll.run();
                        }
                        return Thread.ofPlatform().name(name).unstarted(() -> {});
                    },
                    finished,
                    new LongAdder(),
                    10);

    private void start() {
        wheel.command(new PollWheel.Add(poller));
        pass(Duration.ofSeconds(1));
    }

    private void pass(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minus(TICK)) {
            clock.advance(TICK);
            wheel.runOnce(clock.nanoTime());
        }
    }

    private static Outlook down(Duration next) {
        return new Outlook("timeout", "too slow", false, next);
    }

    @Test
    void shouldLookWhenTheMonitorWantsAndGoBackToTheGridAfterwards() {
        start();
        outlook = down(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(41));
        outlook = Outlook.REGULAR;
        pass(Duration.ofSeconds(80));
        assertThat(seconds).startsWith(0L, 30L, 35L, 40L, 45L);
        assertThat(seconds.subList(5, seconds.size())).containsExactly(60L, 90L, 120L);
    }

    @Test
    void shouldLookLaterThanItsCadenceWhereTheMonitorWants() {
        outlook = new Outlook("ok", null, true, Duration.ofMinutes(10));
        start();
        pass(Duration.ofMinutes(11));
        assertThat(seconds).containsExactly(0L, 600L);
    }

    @Test
    void shouldCountAndShowWhatTheMonitorSays() {
        outlook = down(null);
        start();
        assertThat(meters.count("polled:site/page:timeout")).isEqualTo(1);
        assertThat(poller.status().trouble()).isEqualTo("too slow");
        assertThat(poller.status().lastResult()).isEqualTo("timeout");
        assertThat(poller.status().lastGood()).isNull();
        outlook = new Outlook("ok", null, true, null);
        pass(Duration.ofSeconds(30));
        assertThat(poller.status().trouble()).isNull();
        assertThat(poller.status().lastGood()).isNotNull();
    }

    @Test
    void shouldLookAtOnceWhenWokenAndOnceMoreIfItLooksJustNow() {
        start();
        pass(Duration.ofSeconds(9));
        wheel.command(new PollWheel.Wake(poller));
        pass(Duration.ofMillis(20));
        assertThat(seconds).containsExactly(0L, 10L);
        holding = true;
        wheel.command(new PollWheel.Wake(poller));
        pass(Duration.ofMillis(20));
        wheel.command(new PollWheel.Wake(poller));
        pass(Duration.ofMillis(20));
        holding = false;
        held.forEach(Runnable::run);
        pass(Duration.ofMillis(20));
        assertThat(seconds).containsExactly(0L, 10L, 10L, 10L);
        pass(Duration.ofSeconds(19));
        assertThat(seconds).hasSize(4);
        pass(Duration.ofSeconds(2));
        assertThat(seconds).as("as if it had not been woken").endsWith(10L, 30L);
    }
}
