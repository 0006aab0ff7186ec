package tori.poll;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.net.URI;

/** An answer to a {@link Fetch} that was kept. Immutable; any thread. */
public interface StoredAnswer {

    /** The HTTP status. */
    int status();

    /** A header's value; null if it was not there or not kept. Names are case-insensitive. */
    @Nullable String header(String name);

    /** Where the answer came from, after redirects. */
    URI from();

    /**
     * The body as it came over the wire: compressed as {@code Content-Encoding} says. Where it was
     * cut off, reading it throws what reading it threw then.
     */
    InputStream wire();
}
