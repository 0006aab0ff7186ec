package tori.shopify;

import java.io.IOException;
import java.io.Serial;

/** A body that is not the JSON it should be. The message is for users: what is wrong, and where. */
class MalformedFeedException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    MalformedFeedException(String message) {
        super(message);
    }
}
