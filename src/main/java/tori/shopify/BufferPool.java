package tori.shopify;

import java.util.ArrayDeque;

/**
 * Lends the byte arrays that bodies are read through, so that polling allocates none. Shared by all
 * monitors; thread-safe, and never waits: an empty pool makes a new array, a full one lets go of
 * what is returned.
 */
public final class BufferPool {

    private static final int DEFAULT_INITIAL_BYTES = 64 << 10;
    private static final long DEFAULT_MAX_POOLED_BYTES = 32L << 20;

    private final int initialBytes;
    private final long maxPooledBytes;
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private long pooledBytes;

    /**
     * A pool of 64 KiB buffers, most products being a tenth of that, which keeps at most 32 MiB.
     */
    public BufferPool() {
        this(DEFAULT_INITIAL_BYTES, DEFAULT_MAX_POOLED_BYTES);
    }

    /**
     * @param initialBytes the size of a new buffer; a reader grows it where one product needs more
     * @param maxPooledBytes the most bytes that wait unused
     */
    public BufferPool(int initialBytes, long maxPooledBytes) {
        if (initialBytes < 2 * Window.SLACK) {
            throw new IllegalArgumentException("a buffer of " + initialBytes + " bytes is useless");
        }
        this.initialBytes = initialBytes;
        this.maxPooledBytes = maxPooledBytes;
    }

    /** A buffer of at least the initial size; the caller's until it is released. */
    synchronized byte[] acquire() {
        byte[] buffer = free.pollLast();
        if (buffer == null) {
            return new byte[initialBytes];
        }
        pooledBytes -= buffer.length;
        return buffer;
    }

    /** Takes a buffer back, grown or not. */
    synchronized void release(byte[] buffer) {
        if (pooledBytes + buffer.length <= maxPooledBytes) {
            pooledBytes += buffer.length;
            free.addLast(buffer);
        }
    }
}
