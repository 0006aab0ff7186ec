package tori.poll;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** A fetch that failed in an expected way. The message is for users and holds no secret. */
public final class FetchException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    private final PollResult.Cause kind;
    private final @Nullable Duration retryAfter;
    private final boolean passwordPage;

    public FetchException(PollResult.Cause kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, null, false);
    }

    private FetchException(
            PollResult.Cause kind,
            String message,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter,
            boolean passwordPage) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.passwordPage = passwordPage;
    }

    /** A fetch that was not made, because the site asked to be left alone for so much longer. */
    public static FetchException leftAlone(String message, Duration retryAfter) {
        return new FetchException(PollResult.Cause.RATE_LIMITED, message, null, retryAfter, false);
    }

    /** A fetch that was sent to the store's password page instead. */
    public static FetchException passwordPage(String message) {
        return new FetchException(PollResult.Cause.UNAUTHORISED, message, null, null, true);
    }

    /** Whether the store is behind its password page. */
    public boolean isPasswordPage() {
        return passwordPage;
    }

    /** What kind of failure it was. */
    public PollResult.Cause kind() {
        return kind;
    }

    /** How long the site is to be left alone; null if it did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
