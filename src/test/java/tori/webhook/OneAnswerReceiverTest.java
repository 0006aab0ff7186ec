package tori.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.model.SendResults.withoutAnswer;

import okhttp3.OkHttpClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.model.Event;
import tori.model.SendResult;
import tori.model.SendResult.Sent;
import tori.time.SettableClock;
import tori.wire.SampleEvents;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Receivers of HTTP/1.0, such as Python's, lose no event. */
@Timeout(60)
class OneAnswerReceiverTest {

    private static final Event EVENT = SampleEvents.restocked();
    private static final String NO_CONTENT = "HTTP/1.0 204 No Content\r\nServer: old\r\n\r\n";
    private static final String EMPTY = "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String SHORT = "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @ParameterizedTest
    @ValueSource(strings = {NO_CONTENT, EMPTY, SHORT})
    void shouldDeliverOneAfterTheOther(String answer) throws Exception {
        try (OneAnswerReceiver receiver = new OneAnswerReceiver(answer)) {
            WebhookSender sender = sender(receiver);

            for (int i = 0; i < 20; i++) {
                assertThat(withoutAnswer(sender.send(List.of(EVENT))))
                        .as("event %s", i)
                        .isEqualTo(Sent.NOW);
            }

            assertThat(receiver.requests()).hasSize(20);
            assertThat(receiver.lost()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_CONTENT, EMPTY, SHORT})
    void shouldDeliverInParallelFromTheFirstOn(String answer) throws Exception {
        int threads = 8;
        int rounds = 10;
        CyclicBarrier together = new CyclicBarrier(threads);
        try (OneAnswerReceiver receiver = new OneAnswerReceiver(answer);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            WebhookSender sender = sender(receiver);
            List<Future<List<SendResult>>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                all.add(
                        executor.submit(() -> {
                            List<SendResult> results = new ArrayList<>();
                            together.await();
                            for (int round = 0; round < rounds; round++) {
                                results.add(withoutAnswer(sender.send(List.of(EVENT))));
                            }
                            return results;
                        }));
            }
            for (Future<List<SendResult>> results : all) {
                assertThat(results.get()).hasSize(rounds).containsOnly(Sent.NOW);
            }

            assertThat(receiver.requests()).hasSize(threads * rounds);
            assertThat(receiver.lost()).isEmpty();
        }
    }

    @Test
    void shouldSayThatItClosesOnceItKnows() throws Exception {
        try (OneAnswerReceiver receiver = new OneAnswerReceiver(EMPTY)) {
            WebhookSender sender = sender(receiver);
            sender.send(List.of(EVENT));
            sender.send(List.of(EVENT));

            assertThat(receiver.requests().poll()).contains("Connection: Keep-Alive\r\n");
            assertThat(receiver.requests().poll()).contains("Connection: close\r\n");
        }
    }

    @Test
    void shouldKeepTheConnectionWhereAnOldReceiverOffersIt() throws Exception {
        String keeping = EMPTY.replace("\r\n\r\n", "\r\nConnection: Keep-Alive\r\n\r\n");
        try (OneAnswerReceiver receiver = new OneAnswerReceiver(keeping)) {
            WebhookSender sender = sender(receiver);
            sender.send(List.of(EVENT));

            assertThat(sender.send(List.of(EVENT)))
                    .isInstanceOfSatisfying(
                            Sent.class, sent -> assertThat(sent.perhapsTwice()).isTrue());
            assertThat(receiver.lost()).hasSize(1);
            assertThat(receiver.requests()).hasSize(2);
        }
    }

    private static WebhookSender sender(OneAnswerReceiver receiver) {
        return new WebhookSender(
                new OkHttpClient(), settings(receiver), new SettableClock(), () -> 0);
    }

    private static WebhookSettings settings(OneAnswerReceiver receiver) {
        return WebhookSettings.of(receiver.url(), null);
    }
}
