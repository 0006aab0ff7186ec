package tori.peers.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Cuts the bytes of one connection into HTTP/1.1 requests and keeps of each the method and {@code
 * webhook-id}. Bodies have a {@code Content-Length}. For the receiver's thread.
 */
final class Requests {

    /** Far above any delivery; a request that does not fit ends the connection. */
    private static final int MAX_REQUEST_BYTES = 4 << 20;

    private byte[] bytes = new byte[16 << 10];
    private int end;
    private String method = "";
    private String webhookId = "";

    /** Reads what the channel has; negative at its end. */
    int fill(SocketChannel channel) throws IOException {
        if (end == bytes.length) {
            if (bytes.length >= MAX_REQUEST_BYTES) {
                throw new IOException("request too large");
            }
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int read = channel.read(ByteBuffer.wrap(bytes, end, bytes.length - end));
        end += Math.max(read, 0);
        return read;
    }

    /** Takes the next whole request from the bytes; false when there is none yet. */
    boolean next() throws IOException {
        int headEnd = headEnd();
        if (headEnd < 0) {
            return false;
        }
        int bodyBytes = 0;
        String key = "";
        String[] lines =
                new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0) {
                throw new IOException("not a header: " + lines[i]);
            }
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            if (name.equals("content-length")) {
                bodyBytes = Integer.parseInt(lines[i].substring(colon + 1).strip());
            } else if (name.equals("webhook-id")) {
                key = lines[i].substring(colon + 1).strip();
            }
        }
        int requestEnd = headEnd + 4 + bodyBytes;
        if (requestEnd > end) {
            return false;
        }
        method = lines[0].substring(0, Math.max(0, lines[0].indexOf(' ')));
        webhookId = key;
        System.arraycopy(bytes, requestEnd, bytes, 0, end - requestEnd);
        end -= requestEnd;
        return true;
    }

    String method() {
        return method;
    }

    String webhookId() {
        return webhookId;
    }

    private int headEnd() {
        for (int i = 0; i + 3 < end; i++) {
            if (bytes[i] == '\r'
                    && bytes[i + 1] == '\n'
                    && bytes[i + 2] == '\r'
                    && bytes[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
