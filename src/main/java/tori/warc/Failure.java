package tori.warc;

import org.jspecify.annotations.Nullable;

import tori.poll.FetchException;
import tori.poll.PollResult.Cause;

import java.io.IOException;
import java.time.Duration;

/**
 * Why a fetch, or the reading of a body, failed.
 *
 * @param message in words, without secrets
 * @param retryAfter how long the site is to be left alone; null if it did not say
 * @param passwordPage whether the store was behind its password page
 */
record Failure(Cause kind, String message, @Nullable Duration retryAfter, boolean passwordPage) {

    static Failure of(IOException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return e instanceof FetchException fetch
                ? new Failure(fetch.kind(), message, fetch.retryAfter(), fetch.isPasswordPage())
                : new Failure(Cause.CONNECTION, message, null, false);
    }

    /** The same exception again. */
    FetchException exception() {
        if (passwordPage) {
            return FetchException.passwordPage(message);
        }
        return retryAfter == null
                ? new FetchException(kind, message, null)
                : FetchException.leftAlone(message, retryAfter);
    }
}
