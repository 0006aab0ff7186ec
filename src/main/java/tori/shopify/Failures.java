package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;
import tori.poll.Reply;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Says what an answer that is not a list of products means. Stateless. */
final class Failures {

    private static final int MAX_SECONDS_DIGITS = 9;

    private Failures() {}

    /** The failure that the answer is; null if it is a good one (200 or 304). */
    static @Nullable Failed of(Reply reply, InstantSource wall) {
        String path = reply.uri().getPath();
        if (path != null && path.endsWith("/password")) {
            return new Failed(Cause.REDIRECTED, "the store is behind its password page");
        }
        int status = reply.status();
        if (status == 200 || status == 304) {
            return null;
        }
        Duration retryAfter = retryAfter(reply.header("Retry-After"), wall);
        return switch (status) {
            case 401 ->
                    new Failed(Cause.UNAUTHORISED, "the store is behind its password page (401)");
            case 403 -> new Failed(Cause.FORBIDDEN, "the store refuses us (403)", retryAfter);
            case 404, 410 ->
                    new Failed(
                            Cause.NOT_FOUND, "there is no list of products here (" + status + ")");
            case 429 ->
                    new Failed(
                            Cause.RATE_LIMITED,
                            "the store had too many requests (429)",
                            retryAfter);
            case 430 ->
                    new Failed(
                            Cause.BLOCKED,
                            "the store had too many requests of what it takes for a bot (430)",
                            retryAfter);
            default ->
                    status >= 500
                            ? new Failed(
                                    Cause.SERVER_ERROR, "the store answered " + status, retryAfter)
                            : new Failed(
                                    Cause.UNEXPECTED_STATUS,
                                    "the store answered " + status,
                                    retryAfter);
        };
    }

    /** RFC 9110, 10.2.3: seconds or a date; null if it is neither. A date gone by is zero. */
    static @Nullable Duration retryAfter(@Nullable String value, InstantSource wall) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return text.length() > MAX_SECONDS_DIGITS
                    ? null
                    : Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant until =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration rest = Duration.between(wall.instant(), until);
            return rest.isNegative() ? Duration.ZERO : rest;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
