package tori.load;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What somebody asked a {@link LoopbackServer}; used by the thread of its connection. */
final class Request {

    final String path;

    /** When its first byte had come, by the server's clock. */
    final long firstByteNanos;

    /** The {@code Accept-Encoding}; empty if there was none. */
    String acceptedEncodings = "";

    @Nullable String etag;

    /** The {@code webhook-id}; empty if there was none. */
    String key = "";

    byte[] body = new byte[0];

    Request(String path, long firstByteNanos) {
        this.path = path;
        this.firstByteNanos = firstByteNanos;
    }

    /** By name only: nobody on loopback gives weights. */
    boolean accepts(PageEncoding encoding) {
        return List.of(acceptedEncodings.split(" *, *")).contains(encoding.toString());
    }
}
