package tori.shopify;

/**
 * 64-bit hashes that tell an unchanged product from a changed one. Multiply-and-fold, as wyhash
 * does. Not for input that wants to collide: a store that hides its own restocks from one reader
 * gains nothing. Stateless.
 */
final class Hashing {

    private static final long FIRST = 0xA0761D6478BD642FL;
    private static final long SECOND = 0xE7037ED1A0B428DBL;
    private static final long THIRD = 0x8EBC6AF09C88C6E3L;

    private Hashing() {}

    /** Folds a value into a hash; the order of folding counts. */
    static long fold(long hash, long value) {
        return mix(hash ^ FIRST, value ^ SECOND);
    }

    /** Never 0. The array must have seven bytes more behind {@code to}. */
    static long ofBytes(byte[] bytes, int from, int to) {
        long hash = mix((to - from) ^ SECOND, THIRD);
        int p = from;
        for (; to - p >= Long.BYTES; p += Long.BYTES) {
            hash = mix(hash ^ Words.at(bytes, p), FIRST);
        }
        if (p < to) {
            hash = mix(hash ^ Words.head(Words.at(bytes, p), to - p), SECOND);
        }
        return hash == 0 ? 1 : hash;
    }

    private static long mix(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ (a * b);
    }
}
