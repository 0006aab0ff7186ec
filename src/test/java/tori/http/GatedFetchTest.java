package tori.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.GateLimits;
import tori.poll.GatedTransport;
import tori.poll.OutboundGate;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.poll.Transport;
import tori.time.SystemClocks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Gate, look-ups and transport together, as the daemon has them. */
@Timeout(60)
class GatedFetchTest {

    private static final GateLimits LIMITS =
            new GateLimits(
                    20,
                    new GateLimits.Lane(4, Duration.ZERO),
                    new GateLimits.Lane(64, Duration.ZERO));

    private final Resolver resolver =
            new Resolver(GatedFetchTest::look, Resolver.Limits.DEFAULT, SystemClocks.monotonic());
    private final OkHttpTransport plain =
            new OkHttpTransport("tori/test", 10, resolver, SystemClocks.monotonic());
    private final Transport transport =
            new GatedTransport(
                    plain,
                    new OutboundGate(LIMITS, resolver, SystemClocks.monotonic()),
                    SystemClocks.monotonic(),
                    SystemClocks.wall());

    @AfterEach
    void close() {
        plain.close();
        resolver.close();
    }

    private static List<InetAddress> look(String host) throws UnknownHostException {
        if (host.equals("unknown.test")) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.getLoopbackAddress());
    }

    private static Fetch fetch(String url) {
        return new Fetch(
                URI.create(url), "application/json", null, Duration.ofSeconds(50), 1_000_000);
    }

    private byte[] body(String url) throws IOException, InterruptedException {
        try (Reply reply = transport.fetch(fetch(url))) {
            return reply.body().readAllBytes();
        }
    }

    @Test
    void shouldFetchFromOneSiteWhileManyWaitForAnotherThatHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(4);
        try (ScriptedServer hangs =
                        new ScriptedServer(out -> {
                            hanging.countDown();
                            Thread.sleep(60_000);
                        });
                ScriptedServer well =
                        new ScriptedServer(out ->
                                out.write(
                                        ScriptedServer.ascii(
                                                "HTTP/1.1 200 OK\r\n"
                                                        + "Content-Length: 2\r\n\r\n{}")))) {
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String url = hangs.url("/").replace("127.0.0.1", "hangs.test");
                waiting.add(Thread.ofVirtual().start(() -> swallow(url)));
            }
            hanging.await();
            for (int i = 0; i < 50; i++) {
                assertThat(body(well.url("/").replace("127.0.0.1", "well.test")))
                        .isEqualTo(ScriptedServer.ascii("{}"));
            }
            assertThat(hangs.requests).hasValue(4);
            for (Thread thread : waiting) {
                thread.interrupt();
            }
            for (Thread thread : waiting) {
                thread.join();
            }
        }
    }

    private void swallow(String url) {
        try {
            body(url);
        } catch (IOException | InterruptedException e) {
            // It was to hang.
        }
    }

    @Test
    void shouldNotAskAgainAHostThatWantsToBeLeftAlone() throws Exception {
        try (ScriptedServer busy =
                new ScriptedServer(out ->
                        out.write(
                                ScriptedServer.ascii(
                                        "HTTP/1.1 430 \r\nRetry-After: 120\r\n"
                                                + "Content-Length: 0\r\n\r\n")))) {
            assertThat(body(busy.url("/1"))).isEmpty();
            assertThatThrownBy(() -> body(busy.url("/2")))
                    .isInstanceOfSatisfying(
                            FetchException.class,
                            e -> assertThat(e.kind()).isEqualTo(Cause.RATE_LIMITED))
                    .hasMessageContaining("127.0.0.1 asked to be left alone");
            assertThat(busy.requests).hasValue(1);
        }
    }

    @Test
    void shouldTellAnUnknownName() {
        assertThatThrownBy(() -> body("http://unknown.test/"))
                .isInstanceOfSatisfying(
                        FetchException.class, e -> assertThat(e.kind()).isEqualTo(Cause.DNS))
                .hasMessage("the name unknown.test could not be resolved");
    }
}
