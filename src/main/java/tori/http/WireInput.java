package tori.http;

import org.jspecify.annotations.Nullable;

import tori.poll.BodyPrint;
import tori.poll.WireCopy;
import tori.time.NanoClock;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * A body's bytes as they come over the wire, which are counted and checked on their way. Used by
 * one thread; blocks where the connection does.
 *
 * <p>Whether the body repeats another is asked of its head first: a body that begins differently is
 * decompressed while it arrives, as if nothing had been asked. Only one that begins alike is read
 * to its end before.
 */
final class WireInput extends InputStream {

    /**
     * Enough to tell pages apart: they say when they were made a dozen times in what this unpacks
     * to.
     */
    private static final int HEAD_BYTES = 4 * 1024;

    /** Larger bodies are not held back; a page of a megabyte has a tenth of it. */
    private static final int MAX_HELD_BYTES = 1 << 20;

    private final InputStream source;
    private final HeldBytes pool;
    private final CRC32C crc = new CRC32C();
    private final NanoClock clock;
    private long lastByteNanos;
    private long length;
    private int head;
    private boolean ended;
    private @Nullable WireCopy copy;
    private byte @Nullable [] held;
    private int position;
    private int limit;

    /**
     * @param pool of arrays to hold the body back in
     * @param clock says when bytes came
     */
    WireInput(InputStream source, HeldBytes pool, NanoClock clock) {
        this.clock = clock;
        this.source = source;
        this.pool = pool;
    }

    /** Has every byte copied as it comes; to be asked before the first. */
    void copyTo(WireCopy target) {
        copy = target;
    }

    /**
     * Whether all bytes are those of the print. To be asked before any is read; they can be read
     * afterwards if they are not.
     */
    boolean repeats(BodyPrint known) throws IOException {
        if (known.length() > MAX_HELD_BYTES || length > 0) {
            return false;
        }
        // One byte more shows whether there is more.
        byte[] bytes = pool.take((int) known.length() + 1);
        held = bytes;
        hold(bytes, (int) Math.min(HEAD_BYTES, known.length()));
        if (head() != known.head()) {
            return false;
        }
        hold(bytes, (int) known.length() + 1);
        return ended && length == known.length() && (int) crc.getValue() == known.whole();
    }

    /** What tells these bytes from others; null before their end. */
    @Nullable BodyPrint print() {
        return ended ? new BodyPrint(length, head(), (int) crc.getValue()) : null;
    }

    /** When the last bytes came, or {@code otherwiseNanos} if none did. */
    long lastByteNanos(long otherwiseNanos) {
        return length == 0 ? otherwiseNanos : lastByteNanos;
    }

    /** What was held back is read no more. */
    void letGo() {
        byte[] bytes = held;
        if (bytes != null) {
            pool.giveBack(bytes);
            held = null;
            position = 0;
            limit = 0;
        }
    }

    private int head() {
        return length < HEAD_BYTES ? (int) crc.getValue() : head;
    }

    private void hold(byte[] bytes, int count) throws IOException {
        while (limit < count) {
            int read = pull(bytes, limit, count - limit);
            if (read < 0) {
                return;
            }
            limit += read;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        byte[] bytes = held;
        if (bytes == null || position == limit) {
            return pull(target, offset, count);
        }
        int given = Math.min(count, limit - position);
        System.arraycopy(bytes, position, target, offset, given);
        position += given;
        return given;
    }

    private int pull(byte[] target, int offset, int count) throws IOException {
        int read = source.read(target, offset, count);
        if (read < 0) {
            ended = true;
            return read;
        }
        lastByteNanos = clock.nanoTime();
        if (copy != null) {
            copy.bytes(target, offset, read);
        }
        int ofHead = Math.clamp(HEAD_BYTES - length, 0, read);
        crc.update(target, offset, ofHead);
        if (ofHead > 0 && length + ofHead == HEAD_BYTES) {
            head = (int) crc.getValue();
        }
        crc.update(target, offset + ofHead, read - ofHead);
        length += read;
        return read;
    }
}
