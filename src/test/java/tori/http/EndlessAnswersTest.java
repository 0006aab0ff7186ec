package tori.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static tori.webhook.KeepingReceiver.answer;

import okhttp3.Dns;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.model.SendResult;
import tori.model.Sender;
import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.time.SystemClocks;
import tori.webhook.KeepingReceiver;
import tori.webhook.WebhookSenders;
import tori.webhook.WebhookSettings;
import tori.wire.SampleEvents;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Answers that would fill the memory, or that OkHttp trips over, to polls and to webhooks. */
@Timeout(60)
class EndlessAnswersTest {

    private static final Duration LONG = Duration.ofSeconds(30);

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

    private static boolean chunkThatNeverEnds(Socket socket) throws IOException {
        answer(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n5;");
        OutputStream out = socket.getOutputStream();
        byte[] rest = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        while (true) {
            out.write(rest);
        }
    }

    private Reply fetch(KeepingReceiver site) throws IOException, InterruptedException {
        return transport.fetch(
                new Fetch(URI.create(site.url()), "application/json", null, LONG, 64 << 20));
    }

    @Test
    void shouldReadNoFurtherThanAPollNeeds() throws Exception {
        try (KeepingReceiver site = new KeepingReceiver((_, it) -> chunkThatNeverEnds(it))) {
            assertThatThrownBy(
                            () -> {
                                try (Reply reply = fetch(site)) {
                                    reply.body().readAllBytes();
                                }
                            })
                    .isInstanceOfSatisfying(
                            FetchException.class,
                            e -> {
                                assertThat(e.kind()).isEqualTo(Cause.CONNECTION);
                                assertThat(e)
                                        .hasMessage(
                                                "127.0.0.1 sent far more than its answer needs: a"
                                                        + " header or a chunk that does not end");
                            });
        }
    }

    @Test
    void shouldReadNoFurtherThanAWebhookNeeds() throws Exception {
        try (KeepingReceiver site = new KeepingReceiver((_, it) -> chunkThatNeverEnds(it));
                Sender sender =
                        new WebhookSenders(
                                        Dns.SYSTEM, () -> Instant.EPOCH, SystemClocks.monotonic())
                                .sender(WebhookSettings.of(site.url(), null))) {
            assertThat(sender.send(List.of(SampleEvents.restocked())))
                    .isInstanceOf(SendResult.Sent.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "99999999999999999", "2147483648"})
    void shouldSeeTheStatusWhateverTheSiteAsksToWait(String wait) throws Exception {
        String answer = "HTTP/1.1 503 X\r\nRetry-After: " + wait + "\r\nContent-Length: 0\r\n\r\n";
        try (KeepingReceiver site = new KeepingReceiver((_, it) -> answer(it, answer));
                Reply reply = fetch(site)) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(site.requests()).isEqualTo(1);
        }
    }

    @Test
    void shouldTellWhatIsNoStatus() throws Exception {
        try (KeepingReceiver site =
                new KeepingReceiver((_, it) -> answer(it, "HTTP/1.1 -12 X\r\n\r\n"))) {
            assertThatThrownBy(() -> fetch(site))
                    .isInstanceOf(FetchException.class)
                    .hasMessage("127.0.0.1 did not answer in proper HTTP");
        }
    }
}
