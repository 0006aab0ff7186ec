package tori.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import okhttp3.Headers;
import okhttp3.Response;
import okhttp3.ResponseBody;

import okio.Buffer;
import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

import tori.model.Answer;
import tori.model.GatewayStatus;
import tori.model.SendResult;
import tori.telemetry.Excerpt;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Discord, or Cloudflare before it, answered to one request; immutable.
 *
 * @param status the HTTP status
 * @param headers the HTTP headers
 * @param body as much of the body as was read
 * @param json the body if it is a JSON object, else null
 */
record DiscordAnswer(int status, Headers headers, String body, @Nullable JsonNode json) {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_REASON = 400;
    private static final Pattern SNOWFLAKE = Pattern.compile("[0-9]{1,20}");

    /** The longest pause believed: a longer one would look like a hang. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** The shortest pause after a 429: asking again at once only earns another. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** Discord's code for a request that Cloudflare blocked. */
    private static final int BLOCKED_BY_CLOUDFLARE = 40333;

    private static final Duration UNNAMED = Duration.ofSeconds(1);
    private static final Duration BANNED = Duration.ofMinutes(15);

    /** Reads the answer, at most 64 KiB of its body, for as long as the call may take. */
    static DiscordAnswer of(Response response) {
        String body = body(response.body());
        return new DiscordAnswer(response.code(), response.headers(), body, json(body));
    }

    /** Without the body, which could not be read. */
    static DiscordAnswer ofHead(Response head) {
        return new DiscordAnswer(head.code(), head.headers(), "", null);
    }

    private static String body(ResponseBody body) {
        BufferedSource source = body.source();
        try {
            source.request(MAX_BODY_BYTES);
        } catch (IOException e) {
            // The status line had come: it decides, and what came of the body has to do.
        }
        Buffer read = source.getBuffer();
        return read.snapshot((int) Math.min(read.size(), MAX_BODY_BYTES)).utf8();
    }

    private static @Nullable JsonNode json(String body) {
        try {
            JsonNode json = MAPPER.readTree(body);
            return json != null && json.isObject() ? json : null;
        } catch (JsonProcessingException e) {
            return null; // HTML, cut off or empty: the status alone has to do
        }
    }

    /**
     * What the answer means for the events that were sent.
     *
     * @param url the webhook that was called, whose token must not show
     */
    SendResult result(DiscordWebhookUrl url) {
        Answer answer = new Answer(status, Excerpt.of(body, List.of(url.token())));
        if (status >= 200 && status < 300) {
            return new SendResult.Sent(pauseAfterSuccess(), answer);
        }
        return switch (status) {
            case 429 -> throttled(answer);
            case 403 -> isBlocked() ? banned(answer) : new SendResult.Gone(said(url), answer);
            case 401, 404 -> new SendResult.Gone(said(url), answer);
            case 408, 425 -> new SendResult.Failed(said(url), false, false, answer);
            default -> {
                if (GatewayStatus.isOutage(status)) {
                    boolean ambiguous = GatewayStatus.isAmbiguous(status);
                    yield new SendResult.Failed(said(url), ambiguous, true, answer);
                }
                yield status >= 500
                        ? new SendResult.Failed(said(url), true, false, answer)
                        : new SendResult.Refused(said(url), answer);
            }
        };
    }

    /**
     * What the answer to an edit means. A webhook that is gone is found out when the next message
     * is sent; 404 here mostly says that somebody has deleted the one message.
     */
    SendResult editResult(DiscordWebhookUrl url) {
        SendResult result = result(url);
        return result instanceof SendResult.Gone gone
                ? new SendResult.Refused(gone.reason(), gone.answer())
                : result;
    }

    /** The id of the message that was taken; null if the answer does not say. */
    @Nullable String messageId() {
        String id = json == null ? "" : json.path("id").asText("");
        return SNOWFLAKE.matcher(id).matches() ? id : null;
    }

    /** Whether it counts towards the ban for invalid answers. */
    boolean isInvalid() {
        boolean shared = "shared".equalsIgnoreCase(headers.get("X-RateLimit-Scope"));
        return status == 401 || status == 403 || (status == 429 && !shared);
    }

    private Duration pauseAfterSuccess() {
        Duration reset = seconds(headers.get("X-RateLimit-Reset-After"));
        boolean used = "0".equals(headers.get("X-RateLimit-Remaining"));
        return used && reset != null ? reset : Duration.ZERO;
    }

    /** Whether Cloudflare turned the address away before Discord saw the request. */
    private boolean isBlocked() {
        return json == null
                || json.path("cloudflare_error").asBoolean(false)
                || json.path("code").asInt() == BLOCKED_BY_CLOUDFLARE;
    }

    private SendResult throttled(Answer answer) {
        if (isBlocked()) {
            return banned(answer);
        }
        Duration asked = json == null ? null : seconds(json.path("retry_after").asText(""));
        if (asked == null) {
            asked = seconds(headers.get("X-RateLimit-Reset-After"));
        }
        if (asked == null) {
            // Only Discord itself names a bucket. Without one, the address is banned.
            return headers.get("X-RateLimit-Bucket") == null
                    ? banned(answer)
                    : new SendResult.Throttled(
                            atLeast(orElse(retryAfter(), UNNAMED)), false, answer);
        }
        boolean global =
                (json != null && json.path("global").asBoolean(false))
                        || "true".equalsIgnoreCase(headers.get("X-RateLimit-Global"))
                        || "global".equalsIgnoreCase(headers.get("X-RateLimit-Scope"));
        return new SendResult.Throttled(atLeast(asked), global, answer);
    }

    private SendResult banned(Answer answer) {
        return new SendResult.Throttled(atLeast(orElse(retryAfter(), BANNED)), true, answer);
    }

    private @Nullable Duration retryAfter() {
        return seconds(headers.get("Retry-After"));
    }

    /** What was answered, in one bounded line. */
    private String said(DiscordWebhookUrl url) {
        StringBuilder reason = new StringBuilder("Discord answered ").append(status);
        if (json != null) {
            reason.append(": ").append(json.path("message").asText("no message"));
            if (json.path("code").isIntegralNumber()) {
                reason.append(" (code ").append(json.path("code").asText()).append(')');
            }
            if (json.path("errors").isObject()) {
                reason.append(' ').append(json.path("errors"));
            }
        } else if (status >= 300 && status < 400) {
            reason.append(": redirects are not followed");
        }
        return DiscordText.plain(url.masked(reason.toString()), MAX_REASON);
    }

    private static Duration atLeast(Duration asked) {
        return asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
    }

    private static Duration orElse(@Nullable Duration asked, Duration other) {
        return asked == null ? other : asked;
    }

    /** Seconds with a fraction, between zero and an hour; null if it is no number. */
    private static @Nullable Duration seconds(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        double seconds;
        try {
            seconds = Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
        if (Double.isNaN(seconds)) {
            return null;
        }
        double bounded = Math.clamp(seconds, 0.0, (double) LONGEST.toSeconds());
        return Duration.ofMillis((long) Math.ceil(bounded * 1000));
    }
}
