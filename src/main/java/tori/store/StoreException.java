package tori.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Serial;

/** The store cannot be used. The message is a sentence for users: what is wrong, what to do. */
public final class StoreException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
