package tori.shopify;

import java.io.IOException;

/**
 * Passes JSON numbers and the words {@code true}, {@code false} and {@code null}. Used by the
 * thread of its {@link JsonCursor}.
 */
final class JsonScalars {

    /** The longest number accepted, that of the parsers people use. */
    private static final int MAX_NUMBER_LENGTH = 1000;

    private static final int NULL_WORD = 'n' | ('u' << 8) | ('l' << 16) | ('l' << 24);
    private static final int TRUE_WORD = 't' | ('r' << 8) | ('u' << 16) | ('e' << 24);
    private static final int FALSE_WORD = 'f' | ('a' << 8) | ('l' << 16) | ('s' << 24);

    private final Window window;

    JsonScalars(Window window) {
        this.window = window;
    }

    /** Whether a value that begins with this byte is a number. */
    static boolean isNumber(int first) {
        return first == '-' || (first >= '0' && first <= '9');
    }

    /** From the first byte of a number or word to the byte behind it. */
    int pass(int from) throws IOException {
        byte[] bytes = window.bytes();
        int c = bytes[from];
        if (c >= '1' && c <= '9') {
            int p = from + 1;
            long noDigits = Words.noDigits(Words.at(bytes, p));
            while (noDigits == 0) {
                p += Long.BYTES;
                noDigits = Words.noDigits(Words.at(bytes, p));
            }
            p += Words.first(noDigits);
            int behind = bytes[p];
            boolean whole = behind == ',' || behind == '}' || behind == ']';
            if (whole && p - from <= MAX_NUMBER_LENGTH) {
                window.startToken(from);
                window.endToken(p);
                return p;
            }
        } else {
            int word = Words.halfAt(bytes, from);
            if (word == NULL_WORD || word == TRUE_WORD) {
                return from + 4;
            }
            if (word == FALSE_WORD && bytes[from + 4] == 'e') {
                return from + 5;
            }
        }
        return passSlowly(from, c);
    }

    /** Fractions, exponents, and whatever the limit may cut in two. */
    private int passSlowly(int from, int c) throws IOException {
        window.position(from + 1);
        if (isNumber(c)) {
            number(c);
        } else if (c == 't' || c == 'f' || c == 'n') {
            word(c);
        } else {
            throw window.unexpected(from, "a value");
        }
        return window.position();
    }

    /** Passes the rest of a number whose first byte was just passed. */
    private void number(int first) throws IOException {
        window.startToken(window.position() - 1);
        int length = 1;
        int lead = first;
        if (first == '-') {
            lead = window.peek();
            if (lead < '0' || lead > '9') {
                throw window.malformed("a minus sign without a number");
            }
            step();
            length++;
        }
        if (lead != '0') {
            length += digits();
        }
        if (window.peek() == '.') {
            step();
            length += 1 + atLeastOneDigit();
        }
        int c = window.peek();
        if (c == 'e' || c == 'E') {
            step();
            c = window.peek();
            if (c == '+' || c == '-') {
                step();
            }
            length += 2 + atLeastOneDigit();
        }
        if (length > MAX_NUMBER_LENGTH) {
            throw window.malformed("a number of more than " + MAX_NUMBER_LENGTH + " characters");
        }
        window.endToken(window.position());
    }

    private void step() {
        window.position(window.position() + 1);
    }

    private int atLeastOneDigit() throws IOException {
        int count = digits();
        if (count == 0) {
            throw window.malformed("a number that lacks a digit");
        }
        return count;
    }

    private int digits() throws IOException {
        int count = 0;
        for (; ; ) {
            byte[] bytes = window.bytes();
            int start = window.position();
            int p = start;
            while (bytes[p] >= '0' && bytes[p] <= '9') {
                p++;
            }
            count += p - start;
            window.position(p);
            if (p < window.limit() || !window.fill()) {
                return count;
            }
        }
    }

    /** Passes the rest of {@code true}, {@code false} or {@code null}. */
    private void word(int first) throws IOException {
        String rest = first == 't' ? "rue" : first == 'n' ? "ull" : "alse";
        for (int i = 0; i < rest.length(); i++) {
            int c = window.peek();
            if (c < 0 && window.position() >= window.limit()) {
                throw window.truncated();
            }
            if (c != rest.charAt(i)) {
                throw window.malformed("a word that is neither true nor false nor null");
            }
            step();
        }
    }
}
