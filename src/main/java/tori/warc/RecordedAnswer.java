package tori.warc;

import org.jspecify.annotations.Nullable;

import tori.poll.StoredAnswer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** One answer to one fetch of a poll, or why there was none. Immutable; any thread. */
public final class RecordedAnswer implements StoredAnswer {

    /** What is kept of a body. */
    enum Content {
        /** There was none, or nobody read it. */
        NONE,
        /** It was, byte for byte, the one that this address gave before. */
        SAME,
        /** As far as it was read. */
        OWN
    }

    /**
     * What is known of an answer beside its body.
     *
     * @param asked what was fetched
     * @param from where the answer came from, after redirects
     * @param status 0 if there was no answer
     * @param headers the first value of each that is kept
     * @param content what is kept of the body
     * @param failure what went wrong; null for nothing
     */
    record Head(
            URI asked,
            URI from,
            int status,
            Map<String, String> headers,
            Content content,
            @Nullable Failure failure) {
        Head {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    private final Head head;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;

    /**
     * @param body as it came over the wire; taken over, not copied
     */
    RecordedAnswer(Head head, byte[] body) {
        this.head = head;
        this.headers.putAll(head.headers());
        this.body = body;
    }

    Head head() {
        return head;
    }

    byte[] body() {
        return body;
    }

    /** What was fetched. */
    public URI asked() {
        return head.asked();
    }

    /** Whether the address gave what it had given before. */
    public boolean isSame() {
        return head.content() == Content.SAME;
    }

    /** How many bytes of the body are kept. */
    public int length() {
        return body.length;
    }

    /** What went wrong, in words; null for nothing. */
    public @Nullable String trouble() {
        Failure failure = head.failure();
        return failure == null ? null : failure.message();
    }

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public URI from() {
        return head.from();
    }

    @Override
    public InputStream wire() {
        return new Wire(body, head.failure());
    }

    /** The body, and then its end or what cut it off. Used by one thread. */
    private static final class Wire extends InputStream {
        private final ByteArrayInputStream bytes;
        private final @Nullable Failure failure;

        private Wire(byte[] body, @Nullable Failure failure) {
            this.bytes = new ByteArrayInputStream(body);
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            return ended(bytes.read());
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return ended(bytes.read(target, offset, length));
        }

        private int ended(int read) throws IOException {
            if (read < 0 && failure != null) {
                throw failure.exception();
            }
            return read;
        }
    }
}
