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

import tori.model.Event;
import tori.model.SendResult;
import tori.model.SendResult.Failed;
import tori.model.SendResult.Gone;
import tori.model.SendResult.Refused;
import tori.model.SendResult.Sent;
import tori.model.SendResult.Throttled;
import tori.time.SettableClock;
import tori.wire.EventJson;
import tori.wire.SampleEvents;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

        assertThat(sender(SECRET).send(List.of(EVENT))).isEqualTo(Sent.NOW);

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
    void shouldTellAnswersApart() throws Exception {
        assertThat(resultOf(aResponse().withStatus(410))).isInstanceOf(Gone.class);
        assertThat(resultOf(aResponse().withStatus(404))).isInstanceOf(Refused.class);
        assertThat(resultOf(aResponse().withStatus(400))).isInstanceOf(Refused.class);
        assertThat(resultOf(aResponse().withStatus(307).withHeader("Location", "/other")))
                .isEqualTo(new Refused("the receiver answered 307: redirects are not followed"));
        assertThat(resultOf(aResponse().withStatus(500)))
                .isEqualTo(new Failed("the receiver answered 500", true));
        assertThat(resultOf(aResponse().withStatus(503)))
                .isEqualTo(new Failed("the receiver answered 503", false));
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
                            Failed.class, failed -> assertThat(failed.ambiguous()).isTrue());
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
    void shouldKnowThatARefusedConnectionTookNothing() throws Exception {
        WireMockServer closed = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        closed.start();
        String url = closed.baseUrl() + "/hook";
        closed.stop();

        assertThat(
                        new WebhookSender(new OkHttpClient(), WebhookSettings.of(url, null), clock)
                                .send(List.of(EVENT)))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.ambiguous()).isFalse());
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

    private static LoggedRequest onlyRequest() {
        List<LoggedRequest> requests =
                receiver.findAll(postRequestedFor(urlEqualTo("/hook?key=hidden")));
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }

    private WebhookSender sender(String secret) {
        return new WebhookSender(
                new OkHttpClient(),
                WebhookSettings.of(receiver.baseUrl() + "/hook?key=hidden", secret),
                clock);
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
