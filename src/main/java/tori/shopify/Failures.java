package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;
import tori.poll.Reply;
import tori.poll.RetryAfter;

import java.time.Duration;
import java.time.InstantSource;

/** Says what an answer that is not a list of products means. Stateless. */
final class Failures {

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
        Duration retryAfter = RetryAfter.parse(reply.header("Retry-After"), wall.instant());
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
}
