package tori.shopify;

import java.io.IOException;
import java.io.Serial;

/** One product of the feed exceeds what is kept of a body at once. The message is for users. */
final class FeedTooLargeException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    FeedTooLargeException(String message) {
        super(message);
    }
}
