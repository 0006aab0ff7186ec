package tori.webhook;

import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;

import okio.Buffer;
import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

import tori.model.Answer;
import tori.model.GatewayStatus;
import tori.model.SendResult;
import tori.poll.RetryAfter;
import tori.telemetry.Excerpt;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a receiver answered, read after Standard Webhooks' advice on statuses; immutable.
 *
 * @param status the HTTP status
 * @param retryAfter the header of that name; null where there was none
 * @param now when the answer came, for headers that name a time
 * @param excerpt of the body, for people
 */
record WebhookAnswer(int status, @Nullable String retryAfter, Instant now, String excerpt) {

    /** The longest pause believed: a longer one would look like a hang. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration UNNAMED = Duration.ofSeconds(5);

    /** Enough for the words of a page of HTML. */
    private static final int MAX_BODY_BYTES = 16 * 1024;

    /**
     * The status has decided; a body that takes longer than this would only hold the place of the
     * next event.
     */
    private static final Duration BODY_PATIENCE = Duration.ofSeconds(1);

    /**
     * Reads the answer: of its body what comes within a second and the call's timeout, at most 16
     * KiB.
     *
     * @param secrets what must not show
     */
    static WebhookAnswer of(Response response, Instant now, List<String> secrets) {
        return new WebhookAnswer(
                response.code(),
                response.header("Retry-After"),
                now,
                Excerpt.of(body(response.body()), secrets));
    }

    /** Without the body, which could not be read. */
    static WebhookAnswer ofHead(Response head, Instant now) {
        return new WebhookAnswer(head.code(), head.header("Retry-After"), now, "");
    }

    private static String body(ResponseBody body) {
        BufferedSource source = body.source();
        source.timeout().deadline(BODY_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        try {
            source.request(MAX_BODY_BYTES);
        } catch (IOException e) {
            // What came of it has to do.
        }
        MediaType type = body.contentType();
        Charset charset = type == null ? null : type.charset();
        Buffer read = source.getBuffer();
        return read.snapshot((int) Math.min(read.size(), MAX_BODY_BYTES))
                .string(charset == null ? StandardCharsets.UTF_8 : charset);
    }

    /**
     * What the answer means for the event. A 404 refuses the event but does not end the
     * destination: receivers answer so for a moment while they are deployed, and only 410 says that
     * they want no more.
     */
    SendResult result() {
        Answer answer = new Answer(status, excerpt);
        if (status >= 200 && status < 300) {
            return new SendResult.Sent(Duration.ZERO, answer);
        }
        Duration asked = asked();
        if (status == 429 || (status == 503 && asked != null)) {
            return new SendResult.Throttled(asked == null ? UNNAMED : asked, false, answer);
        }
        return switch (status) {
            case 410 -> new SendResult.Gone(said("it wants no more events"), answer);
            case 408, 425 -> new SendResult.Failed(said(""), false, false, answer);
            default -> {
                if (GatewayStatus.isOutage(status)) {
                    boolean ambiguous = GatewayStatus.isAmbiguous(status);
                    yield new SendResult.Failed(said(""), ambiguous, true, answer);
                }
                if (status >= 500) {
                    yield new SendResult.Failed(said(""), true, false, answer);
                }
                boolean redirect = status >= 300 && status < 400;
                yield new SendResult.Refused(
                        said(redirect ? "redirects are not followed" : ""), answer);
            }
        };
    }

    private String said(String remark) {
        return "the receiver answered " + status + (remark.isEmpty() ? "" : ": " + remark);
    }

    private @Nullable Duration asked() {
        Duration asked = RetryAfter.parse(retryAfter, now);
        if (asked == null) {
            return null;
        }
        Duration atMost = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        return atMost.compareTo(SHORTEST) < 0 ? SHORTEST : atMost;
    }
}
