package tori.poll;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Serial;

/** A fetch that failed in an expected way. The message is for users and holds no secret. */
public final class FetchException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    private final PollResult.Cause kind;

    public FetchException(PollResult.Cause kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What kind of failure it was. */
    public PollResult.Cause kind() {
        return kind;
    }
}
