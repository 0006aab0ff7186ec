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

    /**
     * Whether the body is, byte for byte as it came over the wire, the one that the fetch
     * {@linkplain Fetch#known knows}. To be asked before the body is read, which it may do itself;
     * throws what reading the body throws.
     */
    default boolean repeats() throws IOException {
        return false;
    }

    /**
     * Has the body's bytes copied as they come over the wire, before they are decompressed. To be
     * asked before the body is read or asked about.
     *
     * @return false where there is no wire; then nothing is copied
     */
    default boolean copyTo(WireCopy copy) {
        return false;
    }

    /** What the body was, to know it by next time; null before all of it was read. */
    default @Nullable BodyPrint print() {
        return null;
    }

    /**
     * When the last bytes of the body that were read had come from the network, by the monotonic
     * clock: what they show could not be known before.
     *
     * @param otherwiseNanos the answer where there was no network
     */
    default long lastByteNanos(long otherwiseNanos) {
        return otherwiseNanos;
    }

    @Override
    void close() throws IOException;
}
