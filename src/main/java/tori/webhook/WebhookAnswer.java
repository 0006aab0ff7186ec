package tori.webhook;

import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import tori.model.SendResult;
import tori.poll.RetryAfter;

import java.time.Duration;
import java.time.Instant;

/**
 * What a receiver answered, read after Standard Webhooks' advice on statuses; immutable.
 *
 * @param status the HTTP status
 * @param retryAfter the header of that name; null where there was none
 * @param now when the answer came, for headers that name a time
 */
record WebhookAnswer(int status, @Nullable String retryAfter, Instant now) {

    /** The longest pause believed: a longer one would look like a hang. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration UNNAMED = Duration.ofSeconds(5);

    static WebhookAnswer of(Response response, Instant now) {
        return new WebhookAnswer(response.code(), response.header("Retry-After"), now);
    }

    /**
     * What the answer means for the event. A 404 refuses the event but does not end the
     * destination: receivers answer so for a moment while they are deployed, and only 410 says that
     * they want no more.
     */
    SendResult result() {
        if (status >= 200 && status < 300) {
            return SendResult.Sent.NOW;
        }
        Duration asked = asked();
        if (status == 429 || (status == 503 && asked != null)) {
            return new SendResult.Throttled(asked == null ? UNNAMED : asked, false);
        }
        return switch (status) {
            case 410 -> new SendResult.Gone(said("it wants no more events"));
            case 408, 425, 503 -> new SendResult.Failed(said(""), false);
            default -> {
                if (status >= 500) {
                    yield new SendResult.Failed(said(""), true);
                }
                boolean redirect = status >= 300 && status < 400;
                yield new SendResult.Refused(said(redirect ? "redirects are not followed" : ""));
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
