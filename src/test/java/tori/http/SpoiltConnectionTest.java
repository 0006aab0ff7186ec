package tori.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static tori.webhook.KeepingReceiver.answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.time.SystemClocks;
import tori.webhook.KeepingReceiver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Sites that send more than the body they announced, over connections that are kept. */
@Timeout(60)
class SpoiltConnectionTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    private static final String GARBAGE = "this is no HTTP\r\n\r\n";

    private final Resolver resolver =
            new Resolver(
                    _ -> List.of(InetAddress.getLoopbackAddress()),
                    Resolver.Limits.DEFAULT,
                    SystemClocks.monotonic());
    private final OkHttpTransport transport =
            new OkHttpTransport("tori/test", 100, resolver, SystemClocks.monotonic());

    @AfterEach
    void close() {
        transport.close();
        resolver.close();
    }

    private String body(KeepingReceiver site, Duration timeout)
            throws IOException, InterruptedException {
        Fetch fetch =
                new Fetch(URI.create(site.url()), "application/json", null, timeout, 1_000_000);
        try (Reply reply = transport.fetch(fetch)) {
            return new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assertImproper(KeepingReceiver site) {
        assertThatThrownBy(() -> body(site, LONG))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("did not answer in proper HTTP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "}", "{\"products\": []}\n", "\0\0\0\0"})
    void shouldAskAgainOverANewConnection(String surplus) throws Exception {
        try (KeepingReceiver site = new KeepingReceiver((_, it) -> answer(it, ANSWER + surplus))) {
            for (int poll = 0; poll < 5; poll++) {
                assertThat(body(site, LONG)).isEqualTo("{}");
            }
            assertThat(site.connections()).isGreaterThan(1);
        }
    }

    @Test
    void shouldKeepConnectionsThatAreNotSpoilt() throws Exception {
        try (KeepingReceiver site = new KeepingReceiver((_, it) -> answer(it, ANSWER))) {
            for (int poll = 0; poll < 5; poll++) {
                assertThat(body(site, LONG)).isEqualTo("{}");
            }
            assertThat(site.connections()).isOne();
        }
    }

    @Test
    void shouldAskAgainOnceWhateverElseIsKept() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        try (KeepingReceiver site =
                        new KeepingReceiver((_, it) -> {
                            both.countDown();
                            both.await();
                            return answer(it, ANSWER + GARBAGE);
                        });
                ExecutorService pollers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> one = pollers.submit(() -> body(site, LONG));
            Future<String> other = pollers.submit(() -> body(site, LONG));
            assertThat(one.get()).isEqualTo("{}");
            assertThat(other.get()).isEqualTo("{}");
            assertThat(site.connections()).isEqualTo(2);

            assertThat(body(site, LONG)).isEqualTo("{}");
            assertThat(site.connections()).isEqualTo(3);
        }
    }

    @Test
    void shouldNotHideThatASiteAnswersImproperly() throws Exception {
        try (KeepingReceiver site = new KeepingReceiver((_, it) -> answer(it, GARBAGE))) {
            assertImproper(site);
            assertThat(site.requests()).as("not asked again").isOne();
        }
    }

    @Test
    void shouldAskAgainNoMoreThanOnce() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (KeepingReceiver site =
                new KeepingReceiver((_, it) ->
                        answer(it, requests.incrementAndGet() == 1 ? ANSWER : GARBAGE))) {
            assertThat(body(site, LONG)).isEqualTo("{}");
            assertImproper(site);
            assertThat(requests).hasValue(3);
        }
    }

    @Test
    void shouldNotAskAgainASiteThatIsSlow() throws Exception {
        try (KeepingReceiver site =
                new KeepingReceiver((number, it) -> number > 1 || answer(it, ANSWER))) {
            assertThat(body(site, LONG)).isEqualTo("{}");
            assertThatThrownBy(() -> body(site, SHORT))
                    .isInstanceOfSatisfying(
                            FetchException.class,
                            e -> assertThat(e.kind()).isEqualTo(Cause.TIMEOUT));
            assertThat(site.requests()).isEqualTo(2);
        }
    }
}
