package tori.shopify;

import java.io.IOException;

/**
 * Passes JSON strings, in strict UTF-8 and with escapes that exist, eight bytes at a time where
 * they are plain. Used by the thread of its {@link JsonCursor}.
 */
final class JsonStrings {

    private static final int LONGEST_ESCAPE = 6;

    /** The beginning of the escapes from U+0000 to U+00FF. */
    private static final int ESCAPED_LATIN = '\\' | ('u' << 8) | ('0' << 16) | ('0' << 24);

    private static final int LONGEST_UTF8 = 4;

    private final Window window;
    private boolean escaped;

    JsonStrings(Window window) {
        this.window = window;
    }

    /** Whether the string just passed holds an escape, so that its bytes are not its characters. */
    boolean isEscaped() {
        return escaped;
    }

    /** The token just passed was no string, or one without an escape. */
    void setPlain() {
        escaped = false;
    }

    /** From the byte behind a string's opening quote to that behind its closing one. */
    int pass(int from) throws IOException {
        byte[] bytes = window.bytes();
        int p = from;
        window.startToken(p);
        escaped = false;
        for (; ; ) {
            long stops = Words.stops(Words.at(bytes, p));
            if (stops == 0) {
                p += Long.BYTES;
                continue;
            }
            p += Words.first(stops);
            int c = bytes[p];
            if (c == '"') {
                window.endToken(p);
                return p + 1;
            }
            if (c == '\\' && p + LONGEST_ESCAPE <= window.limit()) {
                escaped = true;
                p = passEscapes(bytes, p);
            } else if (c < 0 && p + LONGEST_UTF8 <= window.limit()) {
                p = passSequences(bytes, p);
            } else {
                window.position(p);
                passNearLimit(c);
                bytes = window.bytes();
                p = window.position();
            }
        }
    }

    /** Passes an escape and those directly behind it: they come in flocks. */
    private int passEscapes(byte[] bytes, int from) throws MalformedFeedException {
        int p = from;
        int last = window.limit() - LONGEST_ESCAPE;
        do {
            p += isLatin(bytes, p) ? LONGEST_ESCAPE : escape(bytes, p);
        } while (p <= last && bytes[p] == '\\');
        return p;
    }

    /** Whether this is the usual kind of escape: of a character that matters in HTML. */
    private static boolean isLatin(byte[] bytes, int p) {
        return Words.halfAt(bytes, p) == ESCAPED_LATIN
                && (Escapes.hexValue(bytes[p + 4]) | Escapes.hexValue(bytes[p + 5])) >= 0;
    }

    /** Passes characters that are not ASCII: in many languages they make up whole words. */
    private int passSequences(byte[] bytes, int from) throws MalformedFeedException {
        int p = from;
        int last = window.limit() - LONGEST_UTF8;
        do {
            int first = bytes[p];
            // Two bytes: 110xxxxx, no less than C2, and 10xxxxxx.
            boolean two =
                    first >= (byte) 0xC2 && first <= (byte) 0xDF && bytes[p + 1] < (byte) 0xC0;
            p += two ? 2 : sequence(bytes, p);
        } while (p <= last && bytes[p] < 0);
        return p;
    }

    /** Passes what the fast loop cannot: a control character, or what the limit may cut in two. */
    private void passNearLimit(int c) throws IOException {
        int p = window.position();
        if (c >= 0 && c < ' ' && p < window.limit()) {
            throw window.malformed("a control character in a string");
        }
        if (window.fill()) {
            return;
        }
        if (p >= window.limit()) {
            throw window.truncated();
        }
        // The zeros behind the limit are no hexadecimal digit and no continuation byte.
        if (c == '\\') {
            escaped = true;
            window.position(p + escape(window.bytes(), p));
        } else {
            window.position(p + sequence(window.bytes(), p));
        }
    }

    /** The length of the escape at {@code p}. */
    private int escape(byte[] bytes, int p) throws MalformedFeedException {
        int c = bytes[p + 1];
        if (c == 'u') {
            int digits =
                    Escapes.hexValue(bytes[p + 2])
                            | Escapes.hexValue(bytes[p + 3])
                            | Escapes.hexValue(bytes[p + 4])
                            | Escapes.hexValue(bytes[p + 5]);
            if (digits >= 0) {
                return LONGEST_ESCAPE;
            }
        } else if (Escapes.isShort(c)) {
            return 2;
        }
        window.position(p);
        throw window.malformed("an escape that does not exist");
    }

    /** The length of the UTF-8 sequence at {@code p}: Unicode 16, table 3-7. */
    private int sequence(byte[] bytes, int p) throws MalformedFeedException {
        int first = bytes[p] & 0xFF;
        int second = bytes[p + 1] & 0xFF;
        if (first >= 0xC2 && first <= 0xDF) {
            if ((second & 0xC0) == 0x80) {
                return 2;
            }
        } else if ((first & 0xF0) == 0xE0) {
            int lowest = first == 0xE0 ? 0xA0 : 0x80;
            int highest = first == 0xED ? 0x9F : 0xBF;
            if (second >= lowest && second <= highest && (bytes[p + 2] & 0xC0) == 0x80) {
                return 3;
            }
        } else if (first >= 0xF0 && first <= 0xF4) {
            int lowest = first == 0xF0 ? 0x90 : 0x80;
            int highest = first == 0xF4 ? 0x8F : 0xBF;
            if (second >= lowest
                    && second <= highest
                    && (bytes[p + 2] & 0xC0) == 0x80
                    && (bytes[p + 3] & 0xC0) == 0x80) {
                return 4;
            }
        }
        window.position(p);
        throw window.malformed("bytes that are not UTF-8");
    }
}
