package tori.telemetry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Serial;

/** A profile could not be taken. The message is a sentence for users. */
public final class ProfileException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    private final boolean busy;

    public ProfileException(String message, boolean busy, @Nullable Throwable cause) {
        super(message, cause);
        this.busy = busy;
    }

    /** True if another profile is being taken: trying again later helps. */
    public boolean isBusy() {
        return busy;
    }
}
