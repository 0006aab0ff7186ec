package tori.api;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Serial;

/**
 * The server cannot start, or a server asked did not do it. The message is a sentence for users.
 */
public final class ApiException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    public ApiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
