package tori.poll;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** The answer to a {@link Fetch}. Used by the thread that fetched, then closed. */
public interface Reply extends Closeable {

    /** The HTTP status. */
    int status();

    /** A header's first value; null if it is not there. Names are case-insensitive. */
    @Nullable String header(String name);

    /** Where the answer came from, after redirects. */
    URI uri();

    /**
     * The body, decompressed. Reading throws {@link FetchException} when the connection fails, the
     * time is over, the content is cut off or damaged, or the size exceeds the fetch's bound.
     */
    InputStream body();

    @Override
    void close() throws IOException;
}
