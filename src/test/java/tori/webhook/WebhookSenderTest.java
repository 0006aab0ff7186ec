package tori.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

import okhttp3.OkHttpClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.model.Answer;
import tori.model.DrippingReceiver;
import tori.model.Event;
import tori.model.Notice;
import tori.model.SendResult;
import tori.model.SendResult.Failed;
import tori.model.SendResult.Gone;
import tori.model.SendResult.Refused;
import tori.model.SendResult.Sent;
import tori.model.SendResult.Throttled;
import tori.telemetry.Excerpt;
import tori.time.SettableClock;
import tori.wire.EventJson;
import tori.wire.SampleEvents;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.SocketFactory;

class WebhookSenderTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final Event EVENT = SampleEvents.restocked();

    private static WireMockServer receiver;
    private final SettableClock clock = new SettableClock();

    @BeforeAll
    static void start() {
        receiver = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        receiver.start();
    }

    @AfterAll
    static void stop() {
        receiver.stop();
    }

    @BeforeEach
    void reset() {
        receiver.resetAll();
    }

    @Test
    void shouldPostTheEventSigned() throws Exception {
        answer(aResponse().withStatus(204));
        clock.advance(Duration.ofMillis(1999));

        assertThat(sender(SECRET).send(List.of(EVENT)))
                .isEqualTo(new Sent(Duration.ZERO, new Answer(204, "")));

        LoggedRequest request = onlyRequest();
        byte[] body = EventJson.encode(EVENT);
        assertThat(request.getBody()).isEqualTo(body);
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/cloudevents+json");
        assertThat(request.getHeader("webhook-id")).isEqualTo(EVENT.id().toString());
        assertThat(request.getHeader("webhook-timestamp")).isEqualTo("1767225601");
        assertThat(request.getHeader("webhook-signature"))
                .isEqualTo("v1," + signature(SECRET, EVENT.id() + ".1767225601.", body));
    }

    /** The example that the Standard Webhooks libraries test themselves with. */
    @Test
    void shouldSignAsTheSpecificationsLibrariesDo() {
        assertThat(
                        SigningKeys.parse(SECRET)
                                .sign(
                                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                        1614265330,
                                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void shouldSignWithEverySecretDuringARotation() throws Exception {
        answer(aResponse().withStatus(200));
        sender(SECRET + " " + OTHER).send(List.of(EVENT));

        String head = EVENT.id() + ".1767225600.";
        byte[] body = EventJson.encode(EVENT);
        assertThat(onlyRequest().getHeader("webhook-signature"))
                .isEqualTo(
                        "v1,"
                                + signature(SECRET, head, body)
                                + " v1,"
                                + signature(OTHER, head, body));
    }

    @Test
    void shouldSignNothingWithoutASecret() throws Exception {
        answer(aResponse().withStatus(200));
        sender(null).send(List.of(EVENT));

        assertThat(onlyRequest().containsHeader("webhook-signature")).isFalse();
        assertThat(onlyRequest().containsHeader("webhook-id")).isTrue();
    }

    @Test
    void shouldNameTheEventTheSameInEveryAttempt() throws Exception {
        answer(aResponse().withStatus(500));
        sender(SECRET).send(List.of(EVENT));
        clock.advance(Duration.ofSeconds(90));
        answer(aResponse().withStatus(200));
        sender(SECRET).send(List.of(EVENT));

        List<LoggedRequest> requests = requests();
        assertThat(requests)
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.getHeader("webhook-id"))
                                .isEqualTo(EVENT.id().toString()));
        assertThat(requests.getFirst().getBody()).isEqualTo(requests.getLast().getBody());
        assertThat(requests.getFirst().getHeader("webhook-timestamp"))
                .isNotEqualTo(requests.getLast().getHeader("webhook-timestamp"));
    }

    @Test
    void shouldNameANoticeByItsAuthorsKey() throws Exception {
        answer(aResponse().withStatus(204));
        Event plain = SampleEvents.notice("x");
        Event keyed =
                new Event(
                        plain.id(),
                        plain.source(),
                        plain.type(),
                        plain.subject(),
                        plain.time(),
                        plain.seenNanos(),
                        new Notice("Back on Friday.", "order-4711"));
        sender(SECRET).send(List.of(keyed));

        LoggedRequest request = onlyRequest();
        byte[] body = EventJson.encode(keyed);
        assertThat(request.getBody()).isEqualTo(body);
        assertThat(request.getHeader("webhook-id")).isEqualTo("order-4711");
        assertThat(request.getHeader("webhook-signature"))
                .isEqualTo("v1," + signature(SECRET, "order-4711.1767225600.", body));
    }

    @Test
    void shouldTellTheEndFromARefusal() throws Exception {
        assertThat(resultOf(aResponse().withStatus(410))).isInstanceOf(Gone.class);
        assertThat(resultOf(aResponse().withStatus(404))).isInstanceOf(Refused.class);
        assertThat(resultOf(aResponse().withStatus(400))).isInstanceOf(Refused.class);
        for (int status : new int[] {301, 302, 307, 308}) {
            assertThat(resultOf(aResponse().withStatus(status).withHeader("Location", "/other")))
                    .isEqualTo(
                            new Refused(
                                    "the receiver answered "
                                            + status
                                            + ": redirects are not followed",
                                    new Answer(status, "")));
        }
        receiver.verify(0, postRequestedFor(urlEqualTo("/other")));
    }

    @ParameterizedTest
    @CsvSource({
        "408, false, false",
        "425, false, false",
        "500, true, false",
        "501, true, false",
        "502, true, true",
        "503, false, true",
        "504, true, true",
        "505, true, false",
        "521, false, true",
        "524, true, true",
        "530, false, true",
    })
    void shouldTellFailuresOfOneEventFromAnOutage(int status, boolean ambiguous, boolean outage)
            throws Exception {
        assertThat(resultOf(aResponse().withStatus(status)))
                .isEqualTo(
                        new Failed(
                                "the receiver answered " + status,
                                ambiguous,
                                outage,
                                new Answer(status, "")));
    }

    @Test
    void shouldKeepTheWordsOfAnAnswer() throws Exception {
        String page =
                "<!doctype html><head><title>Internal Error</title><style>p{}</style></head>"
                        + "<body>\r\n<p>No r\u00f6ute for /hook?key=hidden "
                        + "x".repeat(100_000);
        Answer answer =
                resultOf(
                                aResponse()
                                        .withStatus(500)
                                        .withHeader("Content-Type", "text/html; charset=iso-8859-1")
                                        .withBody(page.getBytes(StandardCharsets.ISO_8859_1)))
                        .answer();

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.excerpt())
                .startsWith("Internal Error No r\u00f6ute for /hook?*** xxx")
                .endsWith("x…")
                .hasSize(Answer.MAX_EXCERPT);
        assertThat(resultOf(aResponse().withStatus(200).withBody("{\"taken\": 1}")).answer())
                .isEqualTo(new Answer(200, "{\"taken\": 1}"));
    }

    @Test
    void shouldMaskWhatAReceiverRepeatsOfTheAddress() {
        List<String> secrets =
                WebhookSettings.of(
                                "https://tori:pa%20ss@hooks.example/services/T024BE7LD/"
                                    + "abcdefghijklmnopqrst/incoming?token=a%2Fb-c-d&v=1&flagged",
                                null)
                        .secrets();

        assertThat(
                        Excerpt.of(
                                "tori pa ss pa%20ss services T024BE7LD abcdefghijklmnopqrst"
                                        + " incoming a/b-c-d token=a%2Fb-c-d&v=1&flagged flagged"
                                        + " 1 Basic dG9yaTpwYSBzcw==",
                                secrets))
                .isEqualTo("tori *** *** services *** *** incoming *** *** *** 1 Basic ***");
    }

    @Test
    void shouldObeyRetryAfterWithinReason() throws Exception {
        assertThat(throttled(429, null)).isEqualTo(Duration.ofSeconds(5));
        assertThat(throttled(429, "7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(throttled(503, "7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(throttled(429, "0")).isEqualTo(Duration.ofMillis(100));
        assertThat(throttled(429, "1.5")).isEqualTo(Duration.ofSeconds(2));
        assertThat(throttled(429, "-5")).isEqualTo(Duration.ofSeconds(5));
        assertThat(throttled(429, "99999999999")).isEqualTo(Duration.ofHours(1));
        assertThat(throttled(429, "soon")).isEqualTo(Duration.ofSeconds(5));
        assertThat(throttled(503, "Thu, 1 Jan 2026 00:00:30 GMT"))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldSendOnceWhateverHappensToTheConnection() throws Exception {
        for (Fault fault : List.of(Fault.CONNECTION_RESET_BY_PEER, Fault.EMPTY_RESPONSE)) {
            receiver.resetAll();
            SendResult result = resultOf(aResponse().withFault(fault));

            assertThat(result)
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> {
                                assertThat(failed.ambiguous()).isTrue();
                                assertThat(failed.outage()).isFalse();
                                assertThat(failed.answer()).isEqualTo(Answer.NONE);
                            });
            receiver.verify(1, postRequestedFor(urlEqualTo("/hook?key=hidden")));
        }
    }

    @Test
    void shouldNotLetOkHttpRepeatWhatA503SuggestsToRepeat() throws Exception {
        resultOf(aResponse().withStatus(503).withHeader("Retry-After", "0"));
        receiver.verify(1, postRequestedFor(urlEqualTo("/hook?key=hidden")));

        receiver.resetAll();
        resultOf(aResponse().withStatus(408));
        receiver.verify(1, postRequestedFor(urlEqualTo("/hook?key=hidden")));
    }

    @Test
    void shouldCallItAnOutageWhereNothingCouldBeSent() throws Exception {
        WireMockServer closed = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        closed.start();
        String refused = closed.baseUrl() + "/hook";
        closed.stop();
        OkHttpClient plain = new OkHttpClient();
        OkHttpClient nameless =
                new OkHttpClient.Builder()
                        .dns(host -> {
                            throw new UnknownHostException(host);
                        })
                        .build();
        OkHttpClient slow = new OkHttpClient.Builder().socketFactory(new SlowToConnect()).build();
        String noTls = receiver.baseUrl().replace("http://", "https://") + "/hook";

        assertOutage(plain, refused);
        assertOutage(nameless, "http://nowhere.example/hook");
        assertOutage(slow, receiver.baseUrl() + "/hook");
        assertOutage(plain, noTls);
        assertThat(requests()).isEmpty();
    }

    private void assertOutage(OkHttpClient client, String url) throws Exception {
        assertThat(
                        new WebhookSender(client, WebhookSettings.of(url, null), clock, () -> 0)
                                .send(List.of(EVENT)))
                .as(url)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.ambiguous()).isFalse();
                            assertThat(failed.outage()).isTrue();
                            assertThat(failed.reason()).startsWith("cannot reach ");
                        });
    }

    /** Makes sockets that find nobody in time. */
    private static final class SlowToConnect extends SocketFactory {

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public void connect(SocketAddress endpoint, int timeout) throws IOException {
                    throw new SocketTimeoutException("Connect timed out");
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    @Timeout(60) // the receiver drips for ever
    void shouldNotWaitForAnAnswerThatDrips() throws Exception {
        try (DrippingReceiver head = new DrippingReceiver("HTTP/1.1 200 OK\r\nX-Drip: ")) {
            assertThat(impatient(head).send(List.of(EVENT)))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> {
                                assertThat(failed.ambiguous()).isTrue();
                                assertThat(failed.outage()).isFalse();
                            });
            assertThat(head.requests()).isEqualTo(1);
        }
        String status = "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n";
        try (DrippingReceiver body = new DrippingReceiver(status + "taken ")) {
            SendResult result = impatient(body).send(List.of(EVENT));
            assertThat(result).isInstanceOf(Sent.class);
            assertThat(result.answer().excerpt()).startsWith("taken x");
        }
    }

    @ParameterizedTest
    @CsvSource({"200, -7", "200, -9223372036854775808", "204, 5", "205, 5"})
    @Timeout(60)
    void shouldBelieveTheStatusWhateverIsWrongWithTheBody(int status, String length)
            throws Exception {
        String head = "HTTP/1.1 " + status + " X\r\nContent-Length: " + length + "\r\n\r\n";
        try (DrippingReceiver odd = new DrippingReceiver(head)) {
            WebhookSender sender = impatient(odd);
            for (int i = 1; i <= 3; i++) {
                assertThat(sender.send(List.of(EVENT)))
                        .isEqualTo(new Sent(Duration.ZERO, new Answer(status, "")));
                assertThat(odd.requests()).as("on a connection of its own").isEqualTo(i);
            }
        }
        String busy = "HTTP/1.1 429 X\r\nRetry-After: 7\r\nContent-Length: -7\r\n\r\n";
        try (DrippingReceiver odd = new DrippingReceiver(busy)) {
            assertThat(impatient(odd).send(List.of(EVENT)))
                    .isEqualTo(new Throttled(Duration.ofSeconds(7), false, new Answer(429, "")));
        }
    }

    private WebhookSender impatient(DrippingReceiver dripping) {
        return new WebhookSender(
                new OkHttpClient(),
                WebhookSettings.of(dripping.url() + "/hook", null),
                clock,
                () -> 0,
                Duration.ofMillis(500));
    }

    @Test
    void shouldNameTheHostThatAnswers() {
        for (String url : List.of("https://a.example/x", "https://user:word@A.Example:8443/y?z")) {
            assertThat(
                            new WebhookSender(
                                            new OkHttpClient(),
                                            WebhookSettings.of(url, null),
                                            clock,
                                            () -> 0)
                                    .host())
                    .isEqualTo("a.example");
        }
    }

    @Test
    void shouldRefuseBadSecretsWithoutRepeatingThem() {
        for (String bad :
                List.of(
                        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "whsec_",
                        "whsec_short",
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!!",
                        SECRET + " nonsense",
                        "whsec_" + Base64.getEncoder().encodeToString(new byte[65]))) {
            assertThatThrownBy(() -> SigningKeys.parse(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a webhook secret")
                    .hasMessageNotContaining("MfKQ")
                    .hasNoCause();
        }
    }

    @Test
    void shouldNotShowSecrets() {
        assertThat(sender(SECRET).toString())
                .contains("localhost")
                .doesNotContain("MfKQ")
                .doesNotContain("hidden");
    }

    private Duration throttled(int status, String retryAfter) throws Exception {
        ResponseDefinitionBuilder response = aResponse().withStatus(status);
        if (retryAfter != null) {
            response.withHeader("Retry-After", retryAfter);
        }
        Throttled throttled = (Throttled) resultOf(response);
        assertThat(throttled.everywhere()).isFalse();
        return throttled.retryAfter();
    }

    private SendResult resultOf(ResponseDefinitionBuilder response) throws Exception {
        answer(response);
        return sender(SECRET).send(List.of(EVENT));
    }

    private static void answer(ResponseDefinitionBuilder response) {
        receiver.stubFor(post(urlEqualTo("/hook?key=hidden")).willReturn(response));
    }

    private static List<LoggedRequest> requests() {
        return receiver.findAll(postRequestedFor(urlEqualTo("/hook?key=hidden")));
    }

    private static LoggedRequest onlyRequest() {
        List<LoggedRequest> requests = requests();
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }

    private WebhookSender sender(String secret) {
        return new WebhookSender(
                new OkHttpClient(),
                WebhookSettings.of(receiver.baseUrl() + "/hook?key=hidden", secret),
                clock,
                () -> 0);
    }

    private static String signature(String secret, String head, byte[] body)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        Base64.getDecoder().decode(secret.substring("whsec_".length())),
                        "HmacSHA256"));
        mac.update(head.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }
}
