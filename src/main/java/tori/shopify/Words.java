package tori.shopify;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Questions about eight or four bytes of JSON at once, loaded as one number with the first byte
 * lowest. Stateless; for any thread.
 */
final class Words {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long ZEROS = ONES * '0';
    private static final long ABOVE_NINE = ONES * (0x80 - 10);

    /** Eight spaces. */
    static final long SPACES = ONES * ' ';

    private Words() {}

    /** The eight bytes from an index on. */
    static long at(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    /** The four bytes from an index on. */
    static int halfAt(byte[] bytes, int index) {
        return (int) INTS.get(bytes, index);
    }

    static void put(byte[] bytes, int index, long word) {
        LONGS.set(bytes, index, word);
    }

    /** The first {@code length} bytes of a word, 1 to 8; zeros behind them. */
    static long head(long word, int length) {
        return word & (-1L >>> (-length << 3));
    }

    /**
     * The high bit of every byte that ends a run of plain characters: quote, backslash, control
     * character, not ASCII. Borrows may add bits above the lowest one set, which alone is used.
     */
    static long stops(long word) {
        return (((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word - SPACES) | word)
                & HIGHS;
    }

    /** The index of the byte that holds the lowest bit set; 8 if none is. */
    static int first(long bits) {
        return Long.numberOfTrailingZeros(bits) >>> 3;
    }

    /** The number that eight decimal digits are, the first the highest. */
    static long decimal(long digits) {
        long pairs = (digits ^ ZEROS) * 10 + ((digits ^ ZEROS) >>> 8);
        long fours = (pairs & 0x00FF00FF00FF00FFL) * 100 + ((pairs >>> 16) & 0x00FF00FF00FF00FFL);
        return (fours & 0xFFFFL) * 10_000 + ((fours >>> 32) & 0xFFFFL);
    }

    /** The high bit of every byte that is no decimal digit. */
    static long noDigits(long word) {
        long values = word ^ ZEROS;
        return (((values & ~HIGHS) + ABOVE_NINE) | values) & HIGHS;
    }
}
