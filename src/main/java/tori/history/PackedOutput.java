package tori.history;

import java.util.Arrays;

/** Writes whole numbers in as few bytes as they need, seven bits each. Not thread-safe. */
final class PackedOutput {

    private byte[] bytes;
    private int size;

    PackedOutput(int expectedBytes) {
        bytes = new byte[Math.max(16, expectedBytes)];
    }

    /** Writes a number that is not negative. */
    void put(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("negative: " + number);
        }
        long left = number;
        while (left >= 0x80) {
            putByte((byte) (left | 0x80));
            left >>>= 7;
        }
        putByte((byte) left);
    }

    /** Writes a number of either sign below 2^62, small ones short. */
    void putSigned(long number) {
        put((number << 1) ^ (number >> 63));
    }

    private void putByte(byte one) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = one;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
