package tori.poll;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;

/**
 * One GET.
 *
 * @param uri absolute
 * @param accept the media type to ask for
 * @param etag sent as {@code If-None-Match}; null for none
 * @param known what the body was when it was last read, for {@link Reply#repeats}; null if nothing
 *     shall be compared with
 * @param timeout from the first byte sent to the last byte read
 * @param maxBytes the most bytes the decoded body may have; beyond it reading fails
 */
public record Fetch(
        URI uri,
        String accept,
        @Nullable String etag,
        @Nullable BodyPrint known,
        Duration timeout,
        long maxBytes) {

    /** The same, to be answered in full whatever is known. */
    public Fetch unconditional() {
        return etag == null && known == null
                ? this
                : new Fetch(uri, accept, null, null, timeout, maxBytes);
    }

    /** One whose body is compared with none. */
    public Fetch(URI uri, String accept, @Nullable String etag, Duration timeout, long maxBytes) {
        this(uri, accept, etag, null, timeout, maxBytes);
    }
}
