package tori.http;

import org.jspecify.annotations.Nullable;

import tori.poll.BodyPrint;
import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.WireCopy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/**
 * The plain bytes of a body: decompressed, bounded, and failing in words. Used by the thread that
 * fetched.
 */
final class DecodedBody extends InputStream {

    /** Compressing what cannot be compressed makes it this much larger at most, and headers. */
    private static final long COMPRESSED_SLACK_BYTES = 64 * 1024;

    private final WireInput raw;
    private final @Nullable BodyPrint known;
    private final long maxBytes;
    private final Exchange exchange;
    private final @Nullable DecompressorPool pool;
    private @Nullable Decompressor decompressor;
    private long count;
    private boolean closed;

    private DecodedBody(
            WireInput raw, Fetch fetch, Exchange exchange, @Nullable DecompressorPool pool) {
        this.raw = raw;
        this.known = fetch.known();
        this.maxBytes = fetch.maxBytes();
        this.exchange = exchange;
        this.pool = pool;
    }

    /**
     * @param pool of what decompresses it; null if it is plain
     * @param held where it is held back while it may be one that is known
     * @param fetch what bounds the plain bytes, and the compressed ones as well
     */
    static DecodedBody of(
            InputStream compressed,
            @Nullable DecompressorPool pool,
            HeldBytes held,
            Fetch fetch,
            Exchange exchange) {
        long slack = pool == null ? 0 : COMPRESSED_SLACK_BYTES;
        long maxBytes = fetch.maxBytes();
        long maxCompressed = maxBytes > Long.MAX_VALUE - slack ? maxBytes : maxBytes + slack;
        WireInput raw =
                new WireInput(new BoundedInput(compressed, maxCompressed), held, exchange.clock());
        return new DecodedBody(raw, fetch, exchange, pool);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (closed) {
            throw new IOException("the body is closed");
        }
        if (length == 0) {
            return 0;
        }
        try {
            int read =
                    pool == null
                            ? raw.read(target, offset, length)
                            : decompressor(pool).read(target, offset, length);
            if (read > 0) {
                count += read;
                if (count > maxBytes) {
                    throw new TooLargeException(maxBytes);
                }
            }
            return read;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Taken at the first byte: an answer without a body, or one known by its bytes, needs none. */
    private Decompressor decompressor(DecompressorPool from) throws IOException {
        Decompressor decoding = decompressor;
        if (decoding == null) {
            decoding = from.take();
            decompressor = decoding;
            decoding.start(raw);
        }
        return decoding;
    }

    /** Whether the compressed bytes are those that the fetch knows. */
    boolean repeats() throws IOException {
        try {
            return known != null && raw.repeats(known);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Has the compressed bytes copied as they come. */
    void copyTo(WireCopy copy) {
        raw.copyTo(copy);
    }

    /** What tells the compressed bytes from others; null before their end. */
    @Nullable BodyPrint print() {
        return raw.print();
    }

    /** When the last bytes came, or {@code otherwiseNanos} if none did. */
    long lastByteNanos(long otherwiseNanos) {
        return raw.lastByteNanos(otherwiseNanos);
    }

    private IOException failure(IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            return interrupted;
        }
        return e instanceof FetchException ? e : exchange.failure(e);
    }

    /** Gives the decompressor back; the connection is the reply's to close. */
    @Override
    public void close() {
        closed = true;
        raw.letGo();
        Decompressor mine = decompressor;
        decompressor = null;
        if (mine != null && pool != null) {
            pool.giveBack(mine);
        }
    }
}
