package tori.shopify;

/**
 * 64-bit hashes that tell an unchanged product from a changed one. Multiply-and-fold, as wyhash
 * does. Not for input that wants to collide: a store that hides its own restocks from one reader
 * gains nothing. Stateless.
 */
final class Hashing {

    private static final int TEXT_STEP = 4 * Long.BYTES;
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

    /**
     * Folds a text into a hash, in two lanes of sixteen bytes: ten times as fast as walking over
     * it. Of which length the text is must be known already. The array must have fifteen bytes more
     * behind {@code to}.
     */
    static long ofText(byte[] bytes, int from, int to, long seed) {
        long one = seed ^ FIRST;
        long two = seed ^ THIRD;
        int p = from;
        for (int last = to - TEXT_STEP; p < last; p += TEXT_STEP) {
            one = mix(Words.at(bytes, p) ^ one, Words.at(bytes, p + 8) ^ SECOND);
            two = mix(Words.at(bytes, p + 16) ^ two, Words.at(bytes, p + 24) ^ THIRD);
        }
        // The rest in one step, which overlaps the one before.
        if (to - from >= TEXT_STEP) {
            p = to - TEXT_STEP;
            one = mix(Words.at(bytes, p) ^ one, Words.at(bytes, p + 8) ^ SECOND);
            two = mix(Words.at(bytes, p + 16) ^ two, Words.at(bytes, p + 24) ^ THIRD);
        } else {
            one ^= ofBytes(bytes, from, to);
        }
        return mix(one ^ SECOND, two);
    }

    private static long mix(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ (a * b);
    }
}
