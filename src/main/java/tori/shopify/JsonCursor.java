package tori.shopify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Walks one JSON text, RFC 8259 and strict UTF-8, without building anything. Used by one thread;
 * blocks where the stream does.
 *
 * <p>Everything that is passed over is validated, so that a text is accepted here exactly if a
 * strict parser accepts it. The inner loops use the methods that go from an index to an index; an
 * index is good until the next call that passes anything, which may move the {@link Window}.
 */
final class JsonCursor {

    /** The deepest nesting accepted, that of the parsers people use. */
    static final int MAX_DEPTH = 1000;

    private static final int MAX_LONG_DIGITS = 19;
    private static final int OBJECT_END = '}';
    private static final int ARRAY_END = ']';

    private final Window window;
    private final JsonStrings strings;
    private final JsonScalars scalars;
    private final long[] isObject = new long[MAX_DEPTH / Long.SIZE + 1];
    private long longValue;

    JsonCursor(Window window) {
        this.window = window;
        this.strings = new JsonStrings(window);
        this.scalars = new JsonScalars(window);
    }

    /**
     * @param in the text
     * @param buffer what to read through; replaced by a larger one when a window needs it
     * @param maxWindowBytes the most bytes kept from the mark on
     */
    JsonCursor(InputStream in, byte[] buffer, int maxWindowBytes) {
        this(new Window(in, buffer, maxWindowBytes));
    }

    /** What the cursor walks over. */
    Window window() {
        return window;
    }

    /** Passes a byte order mark, if there is one. */
    void byteOrderMark() throws IOException {
        if (window.has(3)
                && at(window.position()) == (byte) 0xEF
                && at(window.position() + 1) == (byte) 0xBB
                && at(window.position() + 2) == (byte) 0xBF) {
            window.position(window.position() + 3);
        }
    }

    /** Passes white space and the byte behind it, which is returned. */
    int next() throws IOException {
        int p = passSpace(window.position());
        window.position(p + 1);
        return at(p);
    }

    /** True if nothing but white space is left. */
    boolean atEnd() throws IOException {
        return !skipSpace();
    }

    /** Passes a field name whose first byte was just passed, and the colon behind it. */
    void name() throws IOException {
        window.position(passName(window.position() - 1));
    }

    /** Passes a value of any kind whose first byte was just passed. */
    void value(int openContainers) throws IOException {
        window.position(passValue(window.position() - 1, openContainers));
    }

    // ---- from an index to an index ----

    /** The byte at an index that was just returned. */
    int at(int index) {
        return window.bytes()[index];
    }

    /** From anywhere to the next byte that is no white space. */
    int passSpace(int from) throws IOException {
        return window.bytes()[from] > ' ' ? from : passSpaceSlowly(from);
    }

    private int passSpaceSlowly(int from) throws IOException {
        window.position(from);
        if (!skipSpace()) {
            throw window.truncated();
        }
        return window.position();
    }

    /** Moves to the next byte that is no white space; false if there is none. */
    private boolean skipSpace() throws IOException {
        for (; ; ) {
            byte[] bytes = window.bytes();
            int p = window.position();
            while (Words.at(bytes, p) == Words.SPACES) {
                p += Long.BYTES;
            }
            int c = bytes[p];
            while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                c = bytes[++p];
            }
            window.position(p);
            if (p < window.limit()) {
                return true;
            }
            if (!window.fill()) {
                return false;
            }
        }
    }

    /** From a field name's first byte to that of its value; the token is the name. */
    int passName(int from) throws IOException {
        byte[] bytes = window.bytes();
        if (bytes[from] == '"') {
            int p = from + 1;
            long stops = Words.stops(Words.at(bytes, p));
            if (stops == 0) {
                p += Long.BYTES;
                stops = Words.stops(Words.at(bytes, p));
            }
            p += Words.first(stops);
            // The usual name: short, without escapes, and its value right behind the colon.
            if (stops != 0 && bytes[p] == '"' && bytes[p + 1] == ':' && bytes[p + 2] > ' ') {
                window.startToken(from + 1);
                window.endToken(p);
                strings.setPlain();
                return p + 2;
            }
        }
        return passNameSlowly(from);
    }

    private int passNameSlowly(int from) throws IOException {
        if (at(from) != '"') {
            throw window.unexpected(from, "a field name");
        }
        boolean unmarked = window.mark() < 0;
        if (unmarked) {
            window.mark(from);
        }
        int p = strings.pass(from + 1);
        if (isEscaped()
                && Escapes.hasUnpairedSurrogate(
                        window.bytes(), window.tokenStart(), window.tokenEnd())) {
            window.position(p);
            throw window.malformed("half a character in a field name");
        }
        if (unmarked) {
            window.unmark();
        }
        p = passSpace(p);
        if (at(p) != ':') {
            throw window.unexpected(p, "a colon");
        }
        return passSpace(p + 1);
    }

    /**
     * From a value's first byte to the byte behind it; the token is the value, if it is a scalar.
     */
    int passValue(int from, int openContainers) throws IOException {
        int c = at(from);
        if (c == '"') {
            return strings.pass(from + 1);
        }
        if (c == '{' || c == '[') {
            return passContainer(from, openContainers);
        }
        strings.setPlain();
        return scalars.pass(from);
    }

    private int passContainer(int from, int openContainers) throws IOException {
        int depth = openContainers;
        int p = from;
        for (; ; ) {
            int c = at(p);
            if (c == '{' || c == '[') {
                boolean object = c == '{';
                window.position(p);
                open(++depth, object);
                p = passSpace(p + 1);
                if (at(p) == (object ? OBJECT_END : ARRAY_END)) {
                    depth--;
                    p++;
                } else {
                    p = object ? passName(p) : p;
                    continue;
                }
            } else {
                p = c == '"' ? strings.pass(p + 1) : scalars.pass(p);
            }
            // A value is complete: close what ends here, or go on to the value behind the comma.
            for (; ; ) {
                if (depth == openContainers) {
                    return p;
                }
                boolean object = isObject(depth);
                p = passSpace(p);
                c = at(p);
                if (c == ',') {
                    p = passSpace(p + 1);
                    p = object ? passName(p) : p;
                    break;
                }
                if (c != (object ? OBJECT_END : ARRAY_END)) {
                    throw window.unexpected(p, object ? "a comma or }" : "a comma or ]");
                }
                depth--;
                p++;
            }
        }
    }

    private boolean isObject(int depth) {
        return ((isObject[depth >>> 6] >>> depth) & 1) != 0;
    }

    private void open(int depth, boolean object) throws MalformedFeedException {
        if (depth > MAX_DEPTH) {
            throw window.malformed("nesting deeper than " + MAX_DEPTH);
        }
        long bit = 1L << depth;
        if (object) {
            isObject[depth >>> 6] |= bit;
        } else {
            isObject[depth >>> 6] &= ~bit;
        }
    }

    // ---- the token just passed ----

    /** Whether the string just passed holds an escape, so that its bytes are not its characters. */
    boolean isEscaped() {
        return strings.isEscaped();
    }

    /** The token's length in bytes as it is written. */
    int length() {
        return window.tokenEnd() - window.tokenStart();
    }

    /** Eight bytes of the token from an offset on, the first lowest; zeros behind its end. */
    long word(int offset) {
        long word = Words.at(window.bytes(), window.tokenStart() + offset);
        return Words.head(word, Math.min(Long.BYTES, length() - offset));
    }

    /** A hash of the token's bytes as they are written; never 0. */
    long hash() {
        return Hashing.ofBytes(window.bytes(), window.tokenStart(), window.tokenEnd());
    }

    /**
     * The number just passed as a whole number; false (and {@link #longValue} undefined) if it is
     * none or exceeds 64 bits.
     */
    boolean isLong() {
        byte[] bytes = window.bytes();
        int end = window.tokenEnd();
        boolean negative = bytes[window.tokenStart()] == '-';
        int from = negative ? window.tokenStart() + 1 : window.tokenStart();
        if (end - from > MAX_LONG_DIGITS) {
            return false;
        }
        long value = 0;
        int i = from;
        for (; end - i >= Long.BYTES && Words.noDigits(Words.at(bytes, i)) == 0; i += Long.BYTES) {
            value = value * 100_000_000 + Words.decimal(Words.at(bytes, i));
        }
        for (; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
            if (value < 0) {
                return false;
            }
        }
        longValue = negative ? -value : value;
        return true;
    }

    long longValue() {
        return longValue;
    }

    /** The characters of the token; unpaired surrogates as U+FFFD. */
    String text() {
        if (isEscaped()) {
            return Escapes.decode(window.bytes(), window.tokenStart(), window.tokenEnd());
        }
        return new String(window.bytes(), window.tokenStart(), length(), StandardCharsets.UTF_8);
    }
}
