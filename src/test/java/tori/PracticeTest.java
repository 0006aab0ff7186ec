package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.discord.DiscordSenders;
import tori.dispatch.LogCapture;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Rate;
import tori.model.SendResult;
import tori.model.Sender;
import tori.model.SharedLimit;
import tori.time.Sleeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class PracticeTest {

    private final List<SendResult> results = new CopyOnWriteArrayList<>();
    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();

    /** Notes what the sender that it asks was given, and what came of it. */
    private final class Noting implements Sender {

        private final Sender sender;

        private Noting(Sender sender) {
            this.sender = sender;
        }

        @Override
        public SendResult send(List<Event> events) throws InterruptedException {
            told.addAll(events);
            SendResult result = sender.send(events);
            results.add(result);
            return result;
        }

        @Override
        public List<SharedLimit> limits() throws InterruptedException {
            return sender.limits();
        }

        @Override
        public void close() {
            sender.close();
            closed.incrementAndGet();
        }
    }

    private Practice practice(Sleeper sleeper) {
        return new Practice(
                sleeper, (clock, wall) -> new Noting(DiscordSenders.practice(clock, wall)));
    }

    @Test
    void shouldTellOfRestocksAndNobodyHears() {
        List<Duration> slept = new ArrayList<>();
        practice(nanos -> slept.add(Duration.ofNanos(nanos))).run();

        assertThat(slept).first().isEqualTo(Duration.ofSeconds(3));
        assertThat(told).extracting(Event::type).contains(EventType.RESTOCKED);
        assertThat(results).hasOnlyElementsOfType(SendResult.Sent.class);
        assertThat(closed).hasValue(1);
    }

    @Test
    void shouldLeaveNothingBehindWhereItIsEndedHalfway() {
        AtomicInteger sleeps = new AtomicInteger();
        practice(
                        _ -> {
                            if (sleeps.incrementAndGet() == 5) {
                                throw new InterruptedException();
                            }
                        })
                .run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(sleeps).hasValue(5);
        assertThat(closed).hasValue(1);
    }

    @Test
    void shouldNotBeHeardOfEventsThatItsLimitsKeptBack() {
        Sender slow =
                new Sender() {
                    @Override
                    public SendResult send(List<Event> events) {
                        told.addAll(events);
                        return SendResult.Sent.NOW;
                    }

                    @Override
                    public int maxBatch() {
                        return 1_000;
                    }

                    @Override
                    public List<SharedLimit> limits() {
                        return List.of(
                                new SharedLimit("slow", new Rate(1, Duration.ofMinutes(30))));
                    }
                };
        try (LogCapture log = LogCapture.of("tori.dispatch")) {
            new Practice(_ -> {}, (clock, wall) -> slow).run();

            assertThat(log.lines()).isEmpty();
        }
        assertThat(told).isNotEmpty();
    }

    @Test
    void shouldGoWithoutWhereNoSenderCanBeMade() {
        new Practice(
                        _ -> {},
                        (clock, wall) -> {
                            throw new IllegalStateException("no");
                        })
                .run();

        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "{type: console}, false",
        "{type: webhook; url: 'https://hook.example/'}, false",
        "{type: discord; url: 'https://discord.com/api/webhooks/1/abc'}, true",
    })
    void shouldBeWantedWhereDiscordIsTold(String destination, boolean wanted) {
        String text =
                """
                destinations: {told: DESTINATION}
                defaults: {notify: [told]}
                sites: [{name: s, url: "demo://store", monitors: [{name: m, type: shopify}]}]
                """
                        .replace("DESTINATION", destination.replace(';', ','));

        assertThat(Practice.isWanted(Configs.of(text))).isEqualTo(wanted);
    }
}
