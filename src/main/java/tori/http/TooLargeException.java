package tori.http;

import java.io.IOException;
import java.io.Serial;

/** More bytes than allowed. */
final class TooLargeException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    TooLargeException(long maxBytes) {
        super("larger than " + maxBytes + " bytes");
    }
}
