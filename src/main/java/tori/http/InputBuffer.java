package tori.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Compressed bytes on their way in, a reused buffer at a time. Used by one thread. */
final class InputBuffer {

    private final byte[] bytes = new byte[Decompressor.INPUT_BYTES];
    private InputStream source = InputStream.nullInputStream();
    private int position;
    private int limit;

    void start(InputStream compressed) {
        source = compressed;
        position = 0;
        limit = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    int remaining() {
        return limit - position;
    }

    void skip(int count) {
        position += count;
    }

    /** Takes back the last ones that were skipped; less if they never came from here. */
    void giveBack(int count) {
        position -= Math.min(count, position);
    }

    /** Reads on if all has been consumed; false at the end. */
    boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, source.read(bytes, 0, bytes.length));
        return limit > 0;
    }

    /** The next byte, 0 to 255. */
    int next() throws IOException {
        if (!fill()) {
            throw new EOFException("compressed data ends too early");
        }
        return bytes[position++] & 0xff;
    }

    /** The next four bytes, the lowest first, as gzip has them. */
    long nextUnsignedIntLittleEndian() throws IOException {
        return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
    }

    /** The next four bytes, the highest first, as zlib has them. */
    long nextUnsignedIntBigEndian() throws IOException {
        return (long) next() << 24 | (long) next() << 16 | (long) next() << 8 | next();
    }
}
