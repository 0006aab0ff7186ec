package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The part of a stream that is in memory, and every index into it. Used by one thread; blocks where
 * the stream does.
 *
 * <p>Behind the limit there are always zero bytes. Zero is legal nowhere in JSON, so every inner
 * loop stops there by itself and only then asks whether it met the end of the buffer.
 *
 * <pre>
 *   bytes   | passed | window kept from the mark on | not looked at yet | 0 0 0 … (slack) |
 *                    ^ mark                         ^ position          ^ limit
 * </pre>
 *
 * Reading on may move everything to the front of the buffer, or to a larger one: what must outlive
 * a call of {@link #fill} is kept here, where it moves along.
 */
final class Window {

    /** Zero bytes behind the limit: room for one eight-byte load that starts at the limit. */
    static final int SLACK = 16;

    private final @Nullable InputStream in;
    private final int maxBytes;

    private byte[] bytes;
    private int position;
    private int limit;
    private int mark = -1;
    private int tokenStart;
    private int tokenEnd;
    private boolean ended;
    private long droppedBytes;

    /**
     * @param in the text
     * @param buffer what to read through; replaced by a larger one when the window needs it
     * @param maxBytes the most bytes kept from the mark on
     */
    Window(InputStream in, byte[] buffer, int maxBytes) {
        this.in = in;
        this.bytes = buffer;
        this.maxBytes = maxBytes;
        clearSlack();
    }

    /** A window over bytes that are all there; they are copied. */
    Window(byte[] source, int from, int to) {
        this.in = null;
        this.bytes = new byte[to - from + SLACK];
        System.arraycopy(source, from, bytes, 0, to - from);
        this.limit = to - from;
        this.maxBytes = limit;
        this.ended = true;
    }

    /** The buffer in use now: to be released in place of the one passed in. */
    byte[] bytes() {
        return bytes;
    }

    /** The index of the next byte to look at. */
    int position() {
        return position;
    }

    void position(int index) {
        position = index;
    }

    /** The index behind the last byte there is. */
    int limit() {
        return limit;
    }

    /** Keeps everything from this index on. */
    void mark(int index) {
        mark = index;
    }

    void unmark() {
        mark = -1;
    }

    /** The index of what is kept; negative if nothing is. */
    int mark() {
        return mark;
    }

    /** A window over a copy of what lies between the mark and the position. */
    Window copy() {
        return new Window(bytes, mark, position);
    }

    /** How far an index is from the beginning of the text. */
    long offset(int index) {
        return droppedBytes + index;
    }

    /** The index of what is so far from the beginning of the text; negative if it was dropped. */
    int index(long offset) {
        return (int) (offset - droppedBytes);
    }

    // ---- the token: what was passed last ----

    void startToken(int index) {
        tokenStart = index;
    }

    void endToken(int index) {
        tokenEnd = index;
    }

    int tokenStart() {
        return tokenStart;
    }

    int tokenEnd() {
        return tokenEnd;
    }

    // ---- reading on ----

    /** The byte at the position; -1 at the end of the text. */
    int peek() throws IOException {
        return position < limit || fill() ? bytes[position] : -1;
    }

    /** Whether there are so many bytes from the position on. */
    boolean has(int count) throws IOException {
        while (limit - position < count) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /** Reads at least one byte more; false at the end of the text. May move everything. */
    boolean fill() throws IOException {
        if (ended || in == null) {
            return false;
        }
        int keep = mark >= 0 ? mark : position;
        if (keep > 0 && bytes.length - SLACK - limit < bytes.length >>> 1) {
            moveToFront(keep);
        }
        if (bytes.length - SLACK == limit) {
            grow();
        }
        int read = in.read(bytes, limit, bytes.length - SLACK - limit);
        if (read < 0) {
            ended = true;
            return false;
        }
        limit += read;
        clearSlack();
        return true;
    }

    private void moveToFront(int keep) {
        System.arraycopy(bytes, keep, bytes, 0, limit - keep);
        limit -= keep;
        position -= keep;
        tokenStart -= keep;
        tokenEnd -= keep;
        mark = mark >= 0 ? mark - keep : -1;
        droppedBytes += keep;
        clearSlack();
    }

    private void grow() throws FeedTooLargeException {
        if (limit >= maxBytes) {
            throw new FeedTooLargeException(
                    "one product of the feed is larger than " + maxBytes + " bytes");
        }
        int length = (int) Math.min(2L * limit, maxBytes);
        bytes = Arrays.copyOf(bytes, length + SLACK);
        clearSlack();
    }

    private void clearSlack() {
        Words.put(bytes, limit, 0);
        Words.put(bytes, limit + Long.BYTES, 0);
    }

    /** The web page that the text is instead, from the position on. */
    WebPage page() {
        try {
            var _ = has(WebPage.HEAD_BYTES);
        } catch (IOException e) {
            // What has come is enough to judge by.
        }
        return WebPage.of(bytes, position, limit - position);
    }

    // ---- what is wrong, and where ----

    /** Something is wrong at the position. */
    MalformedFeedException malformed(String what) {
        return new MalformedFeedException(
                "not valid JSON: " + what + " at byte " + offset(position));
    }

    /** The byte at an index is not what it should be. */
    MalformedFeedException unexpected(int index, String expected) {
        int c = bytes[index];
        String found = c > ' ' && c < 0x7F ? "'" + (char) c + "'" : "byte " + (c & 0xFF);
        return new MalformedFeedException(
                "not valid JSON: "
                        + found
                        + " where "
                        + expected
                        + " was due, at byte "
                        + offset(index));
    }

    /** The text ends where it must not. */
    MalformedFeedException truncated() {
        return new MalformedFeedException(
                "not valid JSON: the body ends in the middle, after " + offset(limit) + " bytes");
    }
}
