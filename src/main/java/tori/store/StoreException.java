package tori.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Serial;

/** The store cannot be used. The message is a sentence for users: what is wrong, what to do. */
public final class StoreException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    /** The process that has it open, as far as known. */
    private final @Nullable String owner;

    public StoreException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    StoreException(String message, @Nullable Throwable cause, @Nullable String owner) {
        super(message, cause);
        this.owner = owner;
    }

    /** Whether the only thing wrong is that another process has it open. */
    public boolean isInUse() {
        return owner != null;
    }

    /** The id of the process that has it open, or {@code unknown}; null if none has. */
    public @Nullable String owner() {
        return owner;
    }
}
