package tori.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.model.SendResults.withoutAnswer;
import static tori.webhook.KeepingReceiver.NO_CONTENT;
import static tori.webhook.KeepingReceiver.answer;

import okhttp3.OkHttpClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.model.Answer;
import tori.model.Event;
import tori.model.SendResult;
import tori.model.SendResult.Failed;
import tori.model.SendResult.Sent;
import tori.time.SettableClock;
import tori.wire.SampleEvents;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** No event fails because the receiver ended a connection that was kept. */
@Timeout(60)
class KeptConnectionTest {

    private static final Event EVENT = SampleEvents.restocked();
    private static final Sent TWICE = new Sent(Duration.ZERO, Answer.NONE, true);

    private enum End implements KeepingReceiver.Ending {
        CLOSE {
            @Override
            public void end(Socket socket) throws IOException {
                socket.close();
            }
        },
        RESET {
            @Override
            public void end(Socket socket) throws IOException {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        },
        HALF_CLOSE {
            @Override
            public void end(Socket socket) throws IOException {
                socket.shutdownOutput();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendAgainOverANewConnection(End end) throws Exception {
        try (KeepingReceiver receiver = new KeepingReceiver((_, it) -> answer(it, NO_CONTENT))) {
            WebhookSender sender = sender(receiver);
            assertThat(send(sender)).isEqualTo(Sent.NOW);
            assertThat(send(sender)).isEqualTo(Sent.NOW);
            assertThat(receiver.connections()).isEqualTo(1);
            receiver.endConnections(end);

            assertThat(send(sender)).isEqualTo(TWICE);
            assertThat(receiver.connections()).isEqualTo(2);
            assertThat(send(sender)).isEqualTo(Sent.NOW);
            assertThat(receiver.connections()).isEqualTo(3);
        }
    }

    @Test
    void shouldTryTwiceAndNoMoreWhereARequestIsPoison() throws Exception {
        CountDownLatch poisonous = new CountDownLatch(1);
        try (KeepingReceiver receiver =
                new KeepingReceiver(
                        (_, it) -> poisonous.getCount() > 0 && answer(it, NO_CONTENT))) {
            WebhookSender sender = sender(receiver);
            assertThat(send(sender)).isEqualTo(Sent.NOW);
            poisonous.countDown();

            assertThat(send(sender))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> {
                                assertThat(failed.ambiguous()).isTrue();
                                assertThat(failed.outage()).isFalse();
                                assertThat(failed.reason())
                                        .startsWith("127.0.0.1 gave no answer: ");
                            });
            assertThat(receiver.requests()).isEqualTo(1 + 2);

            assertThat(send(sender)).isInstanceOf(Failed.class);
            assertThat(receiver.requests()).as("a new connection: one try").isEqualTo(1 + 2 + 1);
        }
    }

    @Test
    void shouldSayThatTheFirstTryMayHaveArrivedWhateverTheSecondMet() throws Exception {
        String down = "HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n";
        CountDownLatch goesDown = new CountDownLatch(1);
        try (KeepingReceiver receiver =
                new KeepingReceiver(
                        (_, it) -> answer(it, goesDown.getCount() > 0 ? NO_CONTENT : down))) {
            WebhookSender sender = sender(receiver);
            assertThat(send(sender)).isEqualTo(Sent.NOW);
            goesDown.countDown();
            receiver.endConnections(Socket::close);
            assertThat(send(sender))
                    .isEqualTo(new Failed("the receiver answered 503", true, true, Answer.NONE));

            assertThat(send(sender))
                    .isEqualTo(new Failed("the receiver answered 503", false, true, Answer.NONE));
            receiver.close();
            assertThat(send(sender))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> {
                                assertThat(failed.ambiguous()).isTrue();
                                assertThat(failed.outage()).isTrue();
                                assertThat(failed.reason()).startsWith("cannot reach 127.0.0.1: ");
                            });
        }
    }

    /** That answer is about the second try only: what the first one met is not known. */
    @ParameterizedTest
    @ValueSource(ints = {429, 404, 410})
    void shouldAskAgainWhateverWasAnsweredToTheSecondTry(int status) throws Exception {
        String refusal = "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n";
        CountDownLatch refuses = new CountDownLatch(1);
        try (KeepingReceiver receiver =
                new KeepingReceiver(
                        (_, it) -> answer(it, refuses.getCount() > 0 ? NO_CONTENT : refusal))) {
            WebhookSender sender = sender(receiver);
            assertThat(send(sender)).isEqualTo(Sent.NOW);
            refuses.countDown();
            receiver.endConnections(Socket::close);

            assertThat(send(sender))
                    .isEqualTo(
                            new Failed(
                                    "the connection had ended, and sent again it was answered "
                                            + status,
                                    true,
                                    false,
                                    Answer.NONE));
            // A receiver that ends connections may still read the first: hence nobody knows.
            assertThat(receiver.requests()).isBetween(1 + 1, 1 + 2);
            assertThat(send(sender)).as("its own answer").isNotInstanceOf(Failed.class);
        }
    }

    @Test
    void shouldNotSendAgainAfterATimeout() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (KeepingReceiver receiver =
                new KeepingReceiver((number, it) -> {
                    if (number > 1) {
                        never.await();
                    }
                    return answer(it, NO_CONTENT);
                })) {
            WebhookSender sender =
                    new WebhookSender(
                            new OkHttpClient(),
                            settings(receiver),
                            new SettableClock(),
                            () -> 0,
                            Duration.ofMillis(1500));
            assertThat(send(sender)).isEqualTo(Sent.NOW);

            assertThat(send(sender))
                    .isEqualTo(
                            new Failed(
                                    "127.0.0.1 took the request and did not answer within 1.5 s",
                                    true));
            assertThat(receiver.requests()).isEqualTo(2);
            never.countDown();
        }
    }

    @Test
    void shouldNotSendAgainWhenInterrupted() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (KeepingReceiver receiver =
                new KeepingReceiver((number, it) -> {
                    if (number > 1) {
                        taken.countDown();
                        never.await();
                    }
                    return answer(it, NO_CONTENT);
                })) {
            WebhookSender sender = sender(receiver);
            assertThat(send(sender)).isEqualTo(Sent.NOW);
            AtomicReference<Object> outcome = new AtomicReference<>();
            Thread sending =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    outcome.set(sender.send(List.of(EVENT)));
                                } catch (InterruptedException e) {
                                    outcome.set(e);
                                }
                            });
            taken.await();
            sending.interrupt();
            sending.join();

            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
            assertThat(receiver.connections()).isEqualTo(1);
            never.countDown();
        }
    }

    @Test
    void shouldSurviveThatAllConnectionsOfABurstHaveEnded() throws Exception {
        int burst = 30;
        CyclicBarrier atOnce = new CyclicBarrier(burst);
        CountDownLatch firstBurst = new CountDownLatch(burst);
        try (KeepingReceiver receiver =
                        new KeepingReceiver((_, it) -> {
                            // Each on a connection of its own.
                            firstBurst.countDown();
                            firstBurst.await();
                            return answer(it, NO_CONTENT);
                        });
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            WebhookSender sender = sender(receiver);
            assertThat(burst(executor, sender, atOnce, 1)).containsOnly(Sent.NOW);
            assertThat(receiver.connections()).isEqualTo(burst);
            receiver.endConnections(Socket::close);

            List<SendResult> results = burst(executor, sender, atOnce, 1);

            assertThat(results).hasSize(burst).contains(TWICE);
            assertThat(results).allSatisfy(it -> assertThat(it).isInstanceOf(Sent.class));
            assertThat(receiver.requests()).isEqualTo(2 * burst);
        }
    }

    /** Whether a connection has ended when it is used again is a matter of luck here. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20})
    void shouldDeliverToAReceiverThatHardlyKeepsConnections(int millis) throws Exception {
        int threads = 8;
        int rounds = 15;
        try (KeepingReceiver receiver =
                        new KeepingReceiver((_, it) -> {
                            answer(it, NO_CONTENT);
                            Thread.sleep(millis);
                            return false;
                        });
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<SendResult> results =
                    burst(executor, sender(receiver), new CyclicBarrier(threads), rounds);

            assertThat(results)
                    .hasSize(threads * rounds)
                    .allSatisfy(it -> assertThat(it).isInstanceOf(Sent.class));
            assertThat(receiver.requests()).isEqualTo(threads * rounds);
        }
    }

    @Test
    void shouldKeepItsConnectionsToItselfAndLetThemGo() throws Exception {
        OkHttpClient client = new OkHttpClient();
        try (KeepingReceiver receiver = new KeepingReceiver((_, it) -> answer(it, NO_CONTENT))) {
            WebhookSender one =
                    new WebhookSender(client, settings(receiver), new SettableClock(), () -> 0);
            WebhookSender other =
                    new WebhookSender(client, settings(receiver), new SettableClock(), () -> 0);
            assertThat(send(one)).isEqualTo(Sent.NOW);
            assertThat(send(other)).isEqualTo(Sent.NOW);
            assertThat(receiver.connections()).isEqualTo(2);
            one.close();

            assertThat(send(other)).isEqualTo(Sent.NOW);
            assertThat(receiver.connections()).isEqualTo(2);
            assertThat(send(one)).isEqualTo(Sent.NOW);
            assertThat(receiver.connections()).isEqualTo(3);
        }
    }

    private static List<SendResult> burst(
            ExecutorService executor, WebhookSender sender, CyclicBarrier atOnce, int rounds)
            throws Exception {
        List<Future<List<SendResult>>> all = new ArrayList<>();
        for (int thread = 0; thread < atOnce.getParties(); thread++) {
            all.add(
                    executor.submit(() -> {
                        List<SendResult> results = new ArrayList<>();
                        for (int round = 0; round < rounds; round++) {
                            atOnce.await();
                            results.add(send(sender));
                        }
                        return results;
                    }));
        }
        List<SendResult> results = new ArrayList<>();
        for (Future<List<SendResult>> some : all) {
            results.addAll(some.get());
        }
        return results;
    }

    private static SendResult send(WebhookSender sender) throws InterruptedException {
        return withoutAnswer(sender.send(List.of(EVENT)));
    }

    private static WebhookSender sender(KeepingReceiver receiver) {
        return new WebhookSender(
                new OkHttpClient(), settings(receiver), new SettableClock(), () -> 0);
    }

    private static WebhookSettings settings(KeepingReceiver receiver) {
        return WebhookSettings.of(receiver.url(), null);
    }
}
