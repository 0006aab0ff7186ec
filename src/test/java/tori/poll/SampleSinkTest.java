package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;
import tori.poll.PollResult.Cause;
import tori.telemetry.CountingMeters;
import tori.time.Backoff;
import tori.time.SettableClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What is kept of polls. */
class SampleSinkTest {

    private static final MonitorId ID = new MonitorId("site", "page");
    private static final Cadence CADENCE =
            new Cadence(
                    Duration.ofSeconds(30),
                    0,
                    Duration.ofSeconds(10),
                    new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0),
                    4);

    private final SettableClock clock = new SettableClock();
    private final List<Sample> samples = new ArrayList<>();
    private final Queue<Poller> finished = new ConcurrentLinkedQueue<>();
    private PollResult result = new PollResult.Unchanged(PollResult.Shortcut.COMPARED);
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
                                    clock.advance(Duration.ofMillis(25));
                                    return result;
                                }

                                @Override
                                public Outlook outlook() {
                                    return outlook;
                                }
                            },
                            event -> {},
                            CADENCE),
                    new PollServices(
                            new ForgetfulStore(),
                            new CountingMeters(),
                            clock,
                            clock,
                            (monitor, sample) -> {
                                assertThat(monitor).isEqualTo(ID);
                                samples.add(sample);
                            }));

    private Attempt attempt() {
        return new Attempt(poller, finished, new LongAdder());
    }

    private Sample poll() {
        attempt().run();
        assertThat(finished.remove()).isSameAs(poller);
        return samples.removeLast();
    }

    private Sample sample(Outcome outcome, long latencyMicros) {
        return new Sample(clock.millis(), outcome, latencyMicros);
    }

    @Test
    void shouldKeepHowLongAPollTookThatWasAnswered() {
        assertThat(poll()).isEqualTo(sample(Outcome.UP, 25_000));
        result = new PollResult.Doubted("too little of it");
        assertThat(poll()).isEqualTo(sample(Outcome.UP, 25_000));
    }

    @Test
    void shouldTellFailuresOfTheSiteFromThoseOfTori() {
        result = new PollResult.Failed(Cause.TIMEOUT, "no answer");
        assertThat(poll()).isEqualTo(sample(Outcome.FAILED, Sample.NO_LATENCY));
        result = new PollResult.Failed(Cause.STORE, "the disk is full");
        assertThat(poll()).isEqualTo(sample(Outcome.UNKNOWN, Sample.NO_LATENCY));
    }

    @Test
    void shouldPreferWhatTheMonitorSays() {
        Sample own = new Sample(7, Outcome.FAILED, 42);
        outlook = new Outlook("status", "500", false, null, own);
        assertThat(poll()).isEqualTo(own);
    }

    @Test
    void shouldKeepNothingOfAPollThatWasCutOff() {
        Attempt attempt = attempt();
        attempt.cancel();
        attempt.run();
        assertThat(samples).isEmpty();
    }
}
