package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.model.SendResults.withoutAnswer;

import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.model.Answer;
import tori.model.SendResult;
import tori.model.SendResult.Failed;
import tori.model.SendResult.Gone;
import tori.model.SendResult.Refused;
import tori.model.SendResult.Sent;
import tori.model.SendResult.Throttled;

import java.time.Duration;

class DiscordAnswerTest {

    private static final DiscordWebhookUrl URL =
            DiscordWebhookUrl.parse("https://discord.com/api/webhooks/1/s3cret");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.25|250",
                "0|100",
                "-3|100",
                "1.0001|1001",
                "86400|3600000",
                "1e300|3600000",
            })
    void shouldBoundWhatItIsAskedToWait(String retryAfter, long millis) {
        SendResult result = result(429, "{\"retry_after\":" + retryAfter + ",\"global\":false}");

        assertThat(result).isEqualTo(new Throttled(Duration.ofMillis(millis), false));
    }

    @Test
    void shouldTakeTheHeadersWhereTheBodyIsSilent() {
        assertThat(result(429, "{}", "X-RateLimit-Reset-After", "1.5"))
                .isEqualTo(new Throttled(Duration.ofMillis(1500), false));
        assertThat(result(429, "{}", "X-RateLimit-Bucket", "abc", "Retry-After", "3"))
                .isEqualTo(new Throttled(Duration.ofSeconds(3), false));
        assertThat(result(429, "{\"retry_after\":2}", "X-RateLimit-Scope", "global"))
                .isEqualTo(new Throttled(Duration.ofSeconds(2), true));
    }

    @Test
    void shouldRecogniseABanHoweverItIsWorded() {
        Duration unnamed = Duration.ofMinutes(15);
        assertThat(result(429, "error code: 1015")).isEqualTo(new Throttled(unnamed, true));
        assertThat(result(403, "<html>Access denied")).isEqualTo(new Throttled(unnamed, true));
        assertThat(result(429, "<html>", "Retry-After", "86400"))
                .isEqualTo(new Throttled(Duration.ofHours(1), true));
        assertThat(
                        result(
                                429,
                                "{\"code\":0,\"message\":\"You are being blocked from"
                                        + " accessing our API temporarily\"}"))
                .isEqualTo(new Throttled(unnamed, true));
        assertThat(result(403, "{\"code\":40333,\"message\":\"internal network error\"}"))
                .isEqualTo(new Throttled(unnamed, true));
        assertThat(
                        result(
                                429,
                                "{\"cloudflare_error\":true,\"retry_after\":30}",
                                "Retry-After",
                                "30"))
                .isEqualTo(new Throttled(Duration.ofSeconds(30), true));
    }

    @Test
    void shouldTellTheEndFromARefusal() {
        assertThat(result(401, "{\"message\":\"Invalid Webhook Token\",\"code\":50027}"))
                .isInstanceOf(Gone.class);
        assertThat(result(403, "{\"message\":\"Missing\",\"code\":50013}"))
                .isInstanceOf(Gone.class);
        assertThat(result(404, "")).isEqualTo(new Gone("Discord answered 404"));
        assertThat(result(413, "too large")).isInstanceOf(Refused.class);
        assertThat(result(301, ""))
                .isEqualTo(new Refused("Discord answered 301: redirects are not followed"));
        assertThat(result(204, "")).isEqualTo(Sent.NOW);
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
        "520, true, true",
        "521, false, true",
        "522, false, true",
        "523, false, true",
        "524, true, true",
        "525, false, true",
        "526, false, true",
        "530, false, true",
    })
    void shouldTellFailuresOfOneMessageFromAnOutage(int status, boolean ambiguous, boolean outage) {
        assertThat(result(status, "<html>"))
                .isEqualTo(
                        new Failed("Discord answered " + status, ambiguous, outage, Answer.NONE));
    }

    @Test
    void shouldShowWhatWasAnsweredWithoutTheToken() {
        assertThat(answer(502, "<html><h1>502</h1>\n<p>s3cret</p>").result(URL).answer())
                .isEqualTo(new Answer(502, "502 ***"));
    }

    @Test
    void shouldRepeatDiscordsWordsBoundedAndWithoutTheToken() {
        Refused refused =
                (Refused)
                        answer(
                                        400,
                                        "{\"message\":\"Invalid Form Body s3cret\",\"code\":50035,"
                                                + "\"errors\":{\"embeds\":{\"0\":{\"title\":\""
                                                + "s3cret ".repeat(500)
                                                + "\"}}}}")
                                .result(URL);

        assertThat(refused.reason())
                .startsWith("Discord answered 400: Invalid Form Body *** (code 50035) {\"embeds\"")
                .doesNotContain("s3c")
                .hasSizeLessThanOrEqualTo(400);
    }

    @Test
    void shouldCountWhatLeadsToABan() {
        assertThat(answer(401, "").isInvalid()).isTrue();
        assertThat(answer(403, "").isInvalid()).isTrue();
        assertThat(answer(429, "").isInvalid()).isTrue();
        assertThat(answer(429, "", "X-RateLimit-Scope", "shared").isInvalid()).isFalse();
        assertThat(answer(404, "").isInvalid()).isFalse();
        assertThat(answer(200, "").isInvalid()).isFalse();
    }

    private static SendResult result(int status, String body, String... headers) {
        return withoutAnswer(answer(status, body, headers).result(URL));
    }

    private static DiscordAnswer answer(int status, String body, String... headers) {
        Response.Builder response =
                new Response.Builder()
                        .request(new Request.Builder().url("https://discord.com/").build())
                        .protocol(Protocol.HTTP_2)
                        .code(status)
                        .message("")
                        .body(ResponseBody.create(body, MediaType.get("text/plain")));
        for (int i = 0; i < headers.length; i += 2) {
            response.header(headers[i], headers[i + 1]);
        }
        return DiscordAnswer.of(response.build());
    }
}
