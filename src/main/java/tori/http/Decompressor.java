package tori.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * Turns the compressed bytes of one body after another into plain ones. Used by one thread at a
 * time; holds native memory until closed.
 *
 * <p>What follows a complete body that carries a checksum of its own, as gzip and zlib do, is
 * ignored: servers pad it, and browsers and gzip itself look over that. Nobody pads the others; the
 * decoder of brotli, as curl does, refuses what follows, and so does that of zstd unless it is
 * another frame.
 */
interface Decompressor extends AutoCloseable {

    /** How much compressed input is read at once. */
    int INPUT_BYTES = 16 * 1024;

    /** Forgets whatever was before and begins a new body. */
    void start(InputStream compressed) throws IOException;

    /**
     * Reads plain bytes as {@link InputStream#read(byte[], int, int)} does. A body without a single
     * byte is an empty one.
     *
     * @param length at least 1
     * @throws java.io.EOFException if the compressed bytes end too early
     * @throws java.util.zip.ZipException if they are damaged
     */
    int read(byte[] target, int offset, int length) throws IOException;

    /** Lets go of what only this body needed, to wait for the next one. */
    void finish();

    @Override
    void close();
}
