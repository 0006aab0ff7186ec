package tori.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Serial;

/** The store cannot be used. The message is a sentence for users: what is wrong, what to do. */
public final class StoreException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    private final boolean inUse;

    public StoreException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    StoreException(String message, @Nullable Throwable cause, boolean inUse) {
        super(message, cause);
        this.inUse = inUse;
    }

    /** Whether the only thing wrong is that another process has it open. */
    public boolean isInUse() {
        return inUse;
    }
}
