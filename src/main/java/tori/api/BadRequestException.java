package tori.api;

import java.io.Serial;

/** A request cannot be understood. The message is a sentence for the caller. */
final class BadRequestException extends Exception {

    @Serial private static final long serialVersionUID = 1;

    private final int status;

    BadRequestException(String message) {
        this(400, message);
    }

    BadRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status to answer with. */
    int status() {
        return status;
    }
}
