package tori.history;

import java.io.IOException;

/** Reads what {@link PackedOutput} wrote. Not thread-safe. */
final class PackedInput {

    private final byte[] bytes;
    private int at;

    PackedInput(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasMore() {
        return at < bytes.length;
    }

    /**
     * A number that is not negative.
     *
     * @throws IOException if there is none
     */
    long next() throws IOException {
        long number = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            if (at == bytes.length) {
                throw new IOException("the history breaks off");
            }
            byte one = bytes[at++];
            number |= (long) (one & 0x7f) << shift;
            if (one >= 0) {
                return number;
            }
        }
        throw new IOException("a number of the history is too large");
    }

    /**
     * The same with a bound.
     *
     * @throws IOException if there is none, or it is larger
     */
    int next(int max) throws IOException {
        long number = next();
        if (number > max) {
            throw new IOException("a number of the history is too large");
        }
        return (int) number;
    }

    long nextSigned() throws IOException {
        long number = next();
        return (number >>> 1) ^ -(number & 1);
    }
}
