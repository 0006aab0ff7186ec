package tori.http;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Keeps a few byte arrays in which bodies that may repeat are held back. Thread-safe, never blocks;
 * what is too much is left to the collector.
 */
final class HeldBytes {

    private static final int SMALLEST = 16 * 1024;

    private final ArrayBlockingQueue<byte[]> idle;

    HeldBytes(int maxIdle) {
        this.idle = new ArrayBlockingQueue<>(maxIdle);
    }

    /** An array of at least this length. */
    byte[] take(int length) {
        byte[] pooled = idle.poll();
        return pooled != null && pooled.length >= length
                ? pooled
                : new byte[Math.max(SMALLEST, length)];
    }

    void giveBack(byte[] bytes) {
        idle.offer(bytes);
    }
}
