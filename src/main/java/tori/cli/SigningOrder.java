package tori.cli;

import java.time.Duration;

/** What {@code tori signing} is asked to show. Immutable, any thread. */
public sealed interface SigningOrder {

    /** Which key it is. */
    record Key() implements SigningOrder {}

    /** The document that others check signatures with. */
    record Directory() implements SigningOrder {}

    /**
     * The headers to serve that document with.
     *
     * @param validity how long they may be served from now on; positive
     */
    record Headers(Duration validity) implements SigningOrder {}
}
