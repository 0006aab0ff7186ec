package tori.shopify;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks one JSON text, RFC 8259 and strict UTF-8, without building anything. Used by one thread;
 * blocks where the stream does.
 *
 * <p>Everything that is passed over is validated, so that a text is accepted here exactly if a
 * strict parser accepts it. What makes it fast: strings are crossed eight bytes at a time, and the
 * buffer always ends in zero bytes behind the limit. Zero is legal nowhere in JSON, so every inner
 * loop stops there by itself and only then asks whether it met the end of the buffer.
 *
 * <pre>
 *   buffer   | passed | window kept from the mark on | not looked at yet | 0 0 0 … (slack) |
 *                     ^ mark                         ^ position          ^ limit
 * </pre>
 *
 * Reading on may move the window to the front of the buffer: offsets are fields, never locals that
 * outlive a call of {@link #fill}.
 */
final class JsonCursor {

    /** Zero bytes behind the limit: room for one eight-byte load that starts at the limit. */
    static final int SLACK = 16;

    /** The deepest nesting accepted, that of the parsers people use. */
    static final int MAX_DEPTH = 1000;

    private static final int MAX_NUMBER_LENGTH = 1000;
    private static final int LONGEST_ESCAPE = 6;
    private static final int LONGEST_UTF8 = 4;
    private static final int MAX_LONG_DIGITS = 19;
    private static final int OBJECT_END = '}';
    private static final int ARRAY_END = ']';

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int NULL_WORD = 'n' | ('u' << 8) | ('l' << 16) | ('l' << 24);
    private static final int TRUE_WORD = 't' | ('r' << 8) | ('u' << 16) | ('e' << 24);
    private static final int FALSE_WORD = 'f' | ('a' << 8) | ('l' << 16) | ('s' << 24);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';
    private static final long ZEROS = ONES * '0';
    private static final long SIXES = ONES * 6;
    private static final long HIGH_NIBBLES = 0xF0F0F0F0F0F0F0F0L;

    /** The value of a hexadecimal digit; negative for every other byte. */
    private static final byte[] HEX = hexDigits();

    private final int maxWindowBytes;
    private final long[] isObject = new long[MAX_DEPTH / Long.SIZE + 1];
    private final @Nullable InputStream in;

    private byte[] buffer;
    private int position;
    private int limit;
    private int mark = -1;
    private int tokenStart;
    private int tokenEnd;
    private boolean escaped;
    private boolean ended;
    private long droppedBytes;

    /**
     * @param in the text
     * @param buffer what to read through; replaced by a larger one when a window needs it
     * @param maxWindowBytes the most bytes kept from the mark on
     */
    JsonCursor(InputStream in, byte[] buffer, int maxWindowBytes) {
        this.in = in;
        this.buffer = buffer;
        this.maxWindowBytes = maxWindowBytes;
        clearSlack();
    }

    /** A cursor over bytes that are all there; they are copied. */
    JsonCursor(byte[] source, int from, int to) {
        this.in = null;
        this.buffer = new byte[to - from + SLACK];
        System.arraycopy(source, from, buffer, 0, to - from);
        this.limit = to - from;
        this.maxWindowBytes = limit;
        this.ended = true;
    }

    /** The buffer in use now: to be released in place of the one passed in. */
    byte[] buffer() {
        return buffer;
    }

    // ---- the window ----

    /** Keeps everything from this index on. */
    void mark(int index) {
        mark = index;
    }

    void unmark() {
        mark = -1;
    }

    /** A cursor over a copy of what lies between the mark and the position. */
    JsonCursor window() {
        return new JsonCursor(buffer, mark, position);
    }

    // ---- tokens ----

    /** Passes a byte order mark, if there is one. */
    void byteOrderMark() throws IOException {
        if (has(3)
                && buffer[position] == (byte) 0xEF
                && buffer[position + 1] == (byte) 0xBB
                && buffer[position + 2] == (byte) 0xBF) {
            position += 3;
        }
    }

    /** Passes white space and the byte behind it, which is returned. */
    int next() throws IOException {
        int p = passSpace(position);
        position = p + 1;
        return buffer[p];
    }

    /** True if nothing but white space is left. */
    boolean atEnd() throws IOException {
        return !skipSpace();
    }

    /** Passes a field name whose first byte was just passed, and the colon behind it. */
    void name() throws IOException {
        position = passName(position - 1);
    }

    /** Passes a value of any kind whose first byte was just passed. */
    void value(int openContainers) throws IOException {
        position = passValue(position - 1, openContainers);
    }

    // ---- tokens, from an index to an index: what the inner loops use ----

    /** The index of the next byte to look at. */
    int position() {
        return position;
    }

    void position(int index) {
        position = index;
    }

    /** The byte at an index that was just returned. */
    int at(int index) {
        return buffer[index];
    }

    /** From anywhere to the next byte that is no white space. */
    int passSpace(int from) throws IOException {
        return buffer[from] > ' ' ? from : passSpaceSlowly(from);
    }

    private int passSpaceSlowly(int from) throws IOException {
        position = from;
        if (!skipSpace()) {
            throw truncated();
        }
        return position;
    }

    /** Moves to the next byte that is no white space; false if there is none. */
    private boolean skipSpace() throws IOException {
        for (; ; ) {
            byte[] bytes = buffer;
            int p = position;
            while ((long) LONGS.get(bytes, p) == SPACES) {
                p += Long.BYTES;
            }
            int c = bytes[p];
            while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                c = bytes[++p];
            }
            position = p;
            if (p < limit) {
                return true;
            }
            if (!fill()) {
                return false;
            }
        }
    }

    /** From a field name's first byte to that of its value; the token is the name. */
    int passName(int from) throws IOException {
        byte[] bytes = buffer;
        if (bytes[from] == '"') {
            int p = from + 1;
            long stop = stopBytes((long) LONGS.get(bytes, p));
            if (stop == 0) {
                p += Long.BYTES;
                stop = stopBytes((long) LONGS.get(bytes, p));
            }
            p += Long.numberOfTrailingZeros(stop) >>> 3;
            // The usual name: short, without escapes, and its value right behind the colon.
            if (stop != 0 && bytes[p] == '"' && bytes[p + 1] == ':' && bytes[p + 2] > ' ') {
                tokenStart = from + 1;
                tokenEnd = p;
                escaped = false;
                return p + 2;
            }
        }
        return passNameSlowly(from);
    }

    private int passNameSlowly(int from) throws IOException {
        if (buffer[from] != '"') {
            throw unexpected(from, "a field name");
        }
        boolean unmarked = mark < 0;
        if (unmarked) {
            mark = from;
        }
        int p = passString(from + 1);
        if (escaped && Escapes.hasUnpairedSurrogate(buffer, tokenStart, tokenEnd)) {
            throw malformed("half a character in a field name");
        }
        if (unmarked) {
            unmark();
        }
        p = passSpace(p);
        if (buffer[p] != ':') {
            throw unexpected(p, "a colon");
        }
        return passSpace(p + 1);
    }

    /** From the byte behind a string's opening quote to that behind its closing one. */
    int passString(int from) throws IOException {
        byte[] bytes = buffer;
        int p = from;
        tokenStart = p;
        escaped = false;
        for (; ; ) {
            long stop = stopBytes((long) LONGS.get(bytes, p));
            if (stop == 0) {
                p += Long.BYTES;
                continue;
            }
            p += Long.numberOfTrailingZeros(stop) >>> 3;
            int c = bytes[p];
            if (c == '"') {
                tokenEnd = p;
                return p + 1;
            }
            if (c == '\\' && p + LONGEST_ESCAPE <= limit) {
                escaped = true;
                p = passEscapes(bytes, p);
            } else if (c < 0 && p + LONGEST_UTF8 <= limit) {
                p += sequence(bytes, p);
            } else {
                position = p;
                stringNearLimit(c);
                bytes = buffer;
                p = position;
            }
        }
    }

    /** Passes an escape and those directly behind it: they come in flocks. */
    private int passEscapes(byte[] bytes, int from) throws MalformedFeedException {
        int p = from;
        int last = limit - LONGEST_ESCAPE;
        do {
            p += escape(bytes, p);
        } while (p <= last && bytes[p] == '\\');
        return p;
    }

    /** Passes what the fast loop cannot: a control character, or what the limit may cut in two. */
    private void stringNearLimit(int c) throws IOException {
        if (c >= 0 && c < ' ' && position < limit) {
            throw malformed("a control character in a string");
        }
        if (fill()) {
            return;
        }
        if (position >= limit) {
            throw truncated();
        }
        // The zeros behind the limit are no hexadecimal digit and no continuation byte.
        if (c == '\\') {
            escaped = true;
            position += escape(buffer, position);
        } else {
            position += sequence(buffer, position);
        }
    }

    /**
     * The high bit of every byte that ends a run of plain characters: quote, backslash, control
     * character, not ASCII. Borrows may add bits above the lowest one set, which alone is used.
     */
    private static long stopBytes(long word) {
        return (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES) | word)
                & HIGHS;
    }

    /** The length of the escape at {@code p}. */
    private int escape(byte[] bytes, int p) throws MalformedFeedException {
        int c = bytes[p + 1];
        if (c == 'u') {
            int digits =
                    HEX[bytes[p + 2] & 0xFF]
                            | HEX[bytes[p + 3] & 0xFF]
                            | HEX[bytes[p + 4] & 0xFF]
                            | HEX[bytes[p + 5] & 0xFF];
            if (digits >= 0) {
                return LONGEST_ESCAPE;
            }
        } else if (c == 'n' || c == '/' || c == '"' || c == '\\' || c == 't' || c == 'r' || c == 'b'
                || c == 'f') {
            return 2;
        }
        position = p;
        throw malformed("an escape that does not exist");
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
        position = p;
        throw malformed("bytes that are not UTF-8");
    }

    /**
     * From a value's first byte to the byte behind it; the token is the value, if it is a scalar.
     */
    int passValue(int from, int openContainers) throws IOException {
        int c = buffer[from];
        if (c == '"') {
            return passString(from + 1);
        }
        if (c == '{' || c == '[') {
            return passContainer(from, openContainers);
        }
        return passScalar(from);
    }

    private int passScalar(int from) throws IOException {
        byte[] bytes = buffer;
        int c = bytes[from];
        if (c == '"') {
            return passString(from + 1);
        }
        if (c >= '1' && c <= '9') {
            int p = from + 1;
            while (areDigits((long) LONGS.get(bytes, p))) {
                p += Long.BYTES;
            }
            while (bytes[p] >= '0' && bytes[p] <= '9') {
                p++;
            }
            int behind = bytes[p];
            boolean whole = behind == ',' || behind == OBJECT_END || behind == ARRAY_END;
            if (whole && p - from <= MAX_NUMBER_LENGTH) {
                tokenStart = from;
                tokenEnd = p;
                escaped = false;
                return p;
            }
        } else {
            int word = (int) INTS.get(bytes, from);
            if (word == NULL_WORD || word == TRUE_WORD) {
                return from + 4;
            }
            if (word == FALSE_WORD && bytes[from + 4] == 'e') {
                return from + 5;
            }
        }
        return passScalarSlowly(from, c);
    }

    /** Eight decimal digits, whatever their order. */
    private static boolean areDigits(long word) {
        return (word & HIGH_NIBBLES) == ZEROS && ((word + SIXES) & HIGH_NIBBLES) == ZEROS;
    }

    /** Fractions, exponents, and whatever the limit may cut in two. */
    private int passScalarSlowly(int from, int c) throws IOException {
        position = from + 1;
        if (c == '-' || (c >= '0' && c <= '9')) {
            number(c);
        } else if (c == 't' || c == 'f' || c == 'n') {
            literal(c);
        } else {
            throw unexpected(from, "a value");
        }
        return position;
    }

    private int passContainer(int from, int openContainers) throws IOException {
        int depth = openContainers;
        int p = from;
        for (; ; ) {
            int c = buffer[p];
            if (c == '{' || c == '[') {
                boolean object = c == '{';
                position = p;
                open(++depth, object);
                p = passSpace(p + 1);
                if (buffer[p] == (object ? OBJECT_END : ARRAY_END)) {
                    depth--;
                    p++;
                } else {
                    p = object ? passName(p) : p;
                    continue;
                }
            } else {
                p = passScalar(p);
            }
            // A value is complete: close what ends here, or go on to the value behind the comma.
            for (; ; ) {
                if (depth == openContainers) {
                    return p;
                }
                boolean object = isObject(depth);
                p = passSpace(p);
                c = buffer[p];
                if (c == ',') {
                    p = passSpace(p + 1);
                    p = object ? passName(p) : p;
                    break;
                }
                if (c != (object ? OBJECT_END : ARRAY_END)) {
                    throw unexpected(p, object ? "a comma or }" : "a comma or ]");
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
            throw malformed("nesting deeper than " + MAX_DEPTH);
        }
        long bit = 1L << depth;
        if (object) {
            isObject[depth >>> 6] |= bit;
        } else {
            isObject[depth >>> 6] &= ~bit;
        }
    }

    /** Passes the rest of a number whose first byte was just passed. */
    private void number(int first) throws IOException {
        tokenStart = position - 1;
        int length = 1;
        int lead = first;
        if (first == '-') {
            lead = peek();
            if (lead < '0' || lead > '9') {
                throw malformed("a minus sign without a number");
            }
            position++;
            length++;
        }
        if (lead != '0') {
            length += digits();
        }
        if (peek() == '.') {
            position++;
            length += 1 + atLeastOneDigit();
        }
        int c = peek();
        if (c == 'e' || c == 'E') {
            position++;
            c = peek();
            if (c == '+' || c == '-') {
                position++;
            }
            length += 2 + atLeastOneDigit();
        }
        if (length > MAX_NUMBER_LENGTH) {
            throw malformed("a number of more than " + MAX_NUMBER_LENGTH + " characters");
        }
        tokenEnd = position;
        escaped = false;
    }

    private int atLeastOneDigit() throws IOException {
        int count = digits();
        if (count == 0) {
            throw malformed("a number that lacks a digit");
        }
        return count;
    }

    private int digits() throws IOException {
        int count = 0;
        for (; ; ) {
            byte[] bytes = buffer;
            int start = position;
            int p = start;
            while (bytes[p] >= '0' && bytes[p] <= '9') {
                p++;
            }
            count += p - start;
            position = p;
            if (p < limit || !fill()) {
                return count;
            }
        }
    }

    /** Passes the rest of {@code true}, {@code false} or {@code null}. */
    private void literal(int first) throws IOException {
        if (first == 't') {
            rest('r', 'u', 'e');
        } else if (first == 'n') {
            rest('u', 'l', 'l');
        } else {
            rest('a', 'l', 's');
            if (peek() != 'e') {
                throw malformed("a word that is neither true nor false nor null");
            }
            position++;
        }
    }

    private void rest(int second, int third, int fourth) throws IOException {
        if (!has(3)) {
            throw truncated();
        }
        if (buffer[position] != second
                || buffer[position + 1] != third
                || buffer[position + 2] != fourth) {
            throw malformed("a word that is neither true nor false nor null");
        }
        position += 3;
    }

    // ---- the token just passed ----

    /** Whether the string just passed holds an escape, so that its bytes are not its characters. */
    boolean isEscaped() {
        return escaped;
    }

    /** The token's length in bytes as it is written. */
    int length() {
        return tokenEnd - tokenStart;
    }

    /** Eight bytes of the token from an offset on, the first lowest; zeros behind its end. */
    long word(int offset) {
        long word = (long) LONGS.get(buffer, tokenStart + offset);
        int rest = length() - offset;
        return rest >= Long.BYTES ? word : word & ((1L << (rest << 3)) - 1);
    }

    /** A hash of the token's bytes as they are written; never 0. */
    long hash() {
        return Hashing.ofBytes(buffer, tokenStart, tokenEnd);
    }

    /**
     * The number just passed as a whole number; false (and {@link #longValue} undefined) if it is
     * none or exceeds 64 bits.
     */
    boolean isLong() {
        boolean negative = buffer[tokenStart] == '-';
        int from = negative ? tokenStart + 1 : tokenStart;
        if (tokenEnd - from > MAX_LONG_DIGITS) {
            return false;
        }
        long value = 0;
        for (int i = from; i < tokenEnd; i++) {
            int digit = buffer[i] - '0';
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

    private long longValue;

    long longValue() {
        return longValue;
    }

    /** The characters of the token; unpaired surrogates as U+FFFD. */
    String text() {
        if (!escaped) {
            return new String(buffer, tokenStart, length(), StandardCharsets.UTF_8);
        }
        return Escapes.decode(buffer, tokenStart, tokenEnd);
    }

    // ---- reading on ----

    private int peek() throws IOException {
        return position < limit || fill() ? buffer[position] : -1;
    }

    private boolean has(int count) throws IOException {
        while (limit - position < count) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /** Reads at least one byte more; false at the end of the text. May move everything. */
    private boolean fill() throws IOException {
        if (ended || in == null) {
            return false;
        }
        int keep = mark >= 0 ? mark : position;
        if (keep > 0 && buffer.length - SLACK - limit < buffer.length >>> 1) {
            moveToFront(keep);
        }
        if (buffer.length - SLACK == limit) {
            grow();
        }
        int read = in.read(buffer, limit, buffer.length - SLACK - limit);
        if (read < 0) {
            ended = true;
            return false;
        }
        limit += read;
        clearSlack();
        return true;
    }

    private void moveToFront(int keep) {
        System.arraycopy(buffer, keep, buffer, 0, limit - keep);
        limit -= keep;
        position -= keep;
        tokenStart -= keep;
        tokenEnd -= keep;
        mark = mark >= 0 ? mark - keep : -1;
        droppedBytes += keep;
        clearSlack();
    }

    private void grow() throws FeedTooLargeException {
        if (limit >= maxWindowBytes) {
            throw new FeedTooLargeException(
                    "one product of the feed is larger than " + maxWindowBytes + " bytes");
        }
        int length = (int) Math.min(2L * limit, maxWindowBytes);
        buffer = Arrays.copyOf(buffer, length + SLACK);
        clearSlack();
    }

    private void clearSlack() {
        LONGS.set(buffer, limit, 0L);
        LONGS.set(buffer, limit + Long.BYTES, 0L);
    }

    // ---- what is wrong ----

    MalformedFeedException malformed(String what) {
        return new MalformedFeedException(
                "not valid JSON: " + what + " at byte " + (droppedBytes + position));
    }

    /** The byte at an index that was just returned is not what it should be. */
    MalformedFeedException unexpected(int index, String expected) {
        int c = buffer[index];
        String found = c > ' ' && c < 0x7F ? "'" + (char) c + "'" : "byte " + (c & 0xFF);
        return new MalformedFeedException(
                "not valid JSON: "
                        + found
                        + " where "
                        + expected
                        + " was due, at byte "
                        + (droppedBytes + index));
    }

    MalformedFeedException truncated() {
        return new MalformedFeedException(
                "not valid JSON: the body ends in the middle, after "
                        + (droppedBytes + limit)
                        + " bytes");
    }

    private static byte[] hexDigits() {
        byte[] digits = new byte[256];
        Arrays.fill(digits, (byte) -1);
        for (int c = 0; c < digits.length; c++) {
            digits[c] = (byte) Character.digit(c < 0x80 ? c : 0, 16);
        }
        return digits;
    }

    /** The value of a hexadecimal digit known to be one. */
    static int hexValue(byte digit) {
        return HEX[digit & 0xFF];
    }
}
