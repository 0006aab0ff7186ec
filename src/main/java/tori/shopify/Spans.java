package tori.shopify;

import java.util.Arrays;

/**
 * Where in a product's text the times stand that the store writes anew into every answer. Used by
 * one thread.
 *
 * <p>A span is one number: its start, from the product's first byte on, and its length.
 */
final class Spans {

    /** No spans. */
    static final int[] NONE = {};

    private static final int LENGTH_BITS = 6;
    private static final int MAX_LENGTH = (1 << LENGTH_BITS) - 1;

    /** A product of four million bytes fits. */
    private static final int MAX_START = (1 << (Integer.SIZE - 1 - LENGTH_BITS)) - 1;

    private int[] spans = new int[32];
    private int count;

    /** The first byte of a span. */
    static int start(int span) {
        return span >>> LENGTH_BITS;
    }

    /** How many bytes a span has, at least eight. */
    static int length(int span) {
        return span & MAX_LENGTH;
    }

    /** Whether bytes are characters as plain as those of a time. */
    private static boolean isPlain(byte[] bytes, int from, int length) {
        long stops = 0;
        int last = from + length - Long.BYTES;
        for (int p = from; p < last; p += Long.BYTES) {
            stops |= Words.stops(Words.at(bytes, p));
        }
        return (stops | Words.stops(Words.at(bytes, last))) == 0;
    }

    /** Adds the string just passed; false if it cannot be a time. */
    boolean add(Window window) {
        int length = window.tokenEnd() - window.tokenStart();
        if (length < Long.BYTES
                || length > MAX_LENGTH
                || !isPlain(window.bytes(), window.tokenStart(), length)) {
            return false;
        }
        add(window, window.tokenStart(), window.tokenEnd());
        return true;
    }

    /** Adds what lies between two indexes of a window that keeps the product from its mark on. */
    void add(Window window, int from, int to) {
        int start = from - window.mark();
        if (start > MAX_START) {
            return;
        }
        if (count == spans.length) {
            spans = Arrays.copyOf(spans, 2 * count);
        }
        spans[count++] = start << LENGTH_BITS | (to - from);
    }

    int count() {
        return count;
    }

    /** Forgets all but the first ones. */
    void truncate(int newCount) {
        count = newCount;
    }

    int[] copy() {
        return Arrays.copyOf(spans, count);
    }

    void copyInto(int[] target) {
        System.arraycopy(spans, 0, target, 0, count);
    }
}
