package tori.load;

import org.jspecify.annotations.Nullable;

/** What somebody asked a {@link LoopbackServer}; used by the thread of its connection. */
final class Request {

    final String path;

    /** When its first byte had come, by the server's clock. */
    final long firstByteNanos;

    boolean gzip;
    @Nullable String etag;

    /** The {@code webhook-id}; empty if there was none. */
    String key = "";

    byte[] body = new byte[0];

    Request(String path, long firstByteNanos) {
        this.path = path;
        this.firstByteNanos = firstByteNanos;
    }
}
