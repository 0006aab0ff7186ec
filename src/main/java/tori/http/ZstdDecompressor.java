package tori.http;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/** zstd (RFC 8878, all frames) over one reused context and two reused native buffers. */
final class ZstdDecompressor implements Decompressor {

    private static final int OUTPUT_BYTES = 64 * 1024;
    private static final int MAGIC = 0xFD2FB528;
    private static final int MAGIC_SKIPPABLE = 0x184D2A50;

    /** Magic, descriptor, window, dictionary id, content size at their longest. */
    private static final int MAX_HEADER_BYTES = 18;

    /** RFC 9659: more than this no server may ask of whoever reads zstd over HTTP. */
    private static final long MAX_WINDOW_BYTES = 8 << 20;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final byte[] transfer = new byte[INPUT_BYTES];
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT_BYTES);
    private InputStream source = InputStream.nullInputStream();
    private boolean betweenFrames;
    private boolean moreInside;

    @Override
    public void start(InputStream compressed) {
        source = compressed;
        context.reset();
        input.clear().limit(0);
        output.clear().limit(0);
        betweenFrames = true;
        moreInside = false;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!output.hasRemaining()) {
            if (!input.hasRemaining() && !moreInside && !fill()) {
                if (betweenFrames) {
                    return -1;
                }
                throw new EOFException("zstd data ends too early");
            }
            if (betweenFrames) {
                checkHeader();
            }
            decompress();
        }
        int count = Math.min(length, output.remaining());
        output.get(target, offset, count);
        return count;
    }

    private void decompress() throws ZipException {
        output.clear();
        try {
            betweenFrames = context.decompressDirectByteBufferStream(output, input);
        } catch (ZstdException e) {
            output.limit(0);
            throw new ZipException(String.valueOf(e.getMessage()));
        }
        moreInside = !betweenFrames && !output.hasRemaining();
        output.flip();
    }

    /** Refuses frames that would need a great deal of memory, before they get it. */
    private void checkHeader() throws IOException {
        while (input.remaining() < MAX_HEADER_BYTES && fill()) {
            // Headers may come in pieces.
        }
        ByteBuffer header = input.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (header.remaining() < 6) {
            throw new EOFException("zstd data ends too early");
        }
        int magic = header.getInt();
        if ((magic & ~0xf) == MAGIC_SKIPPABLE) {
            return;
        }
        if (magic != MAGIC) {
            throw new ZipException("it does not begin like zstd");
        }
        int descriptor = header.get() & 0xff;
        boolean singleSegment = (descriptor & 0x20) != 0;
        long window = singleSegment ? contentSize(header, descriptor) : windowSize(header);
        if (window < 0 || window > MAX_WINDOW_BYTES) {
            throw new ZipException("its window is larger than 8 MiB");
        }
    }

    private static long windowSize(ByteBuffer header) {
        int window = header.get() & 0xff;
        long base = 1L << (10 + (window >> 3));
        return base + base / 8 * (window & 7);
    }

    private static long contentSize(ByteBuffer header, int descriptor) throws EOFException {
        int dictionaryIdBytes = (descriptor & 3) == 3 ? 4 : descriptor & 3;
        int sizeBytes = 1 << (descriptor >> 6);
        if (header.remaining() < dictionaryIdBytes + sizeBytes) {
            throw new EOFException("zstd data ends too early");
        }
        int at = header.position() + dictionaryIdBytes;
        return switch (sizeBytes) {
            case 1 -> header.get(at) & 0xff;
            case 2 -> (header.getShort(at) & 0xffff) + 256;
            case 4 -> header.getInt(at) & 0xffff_ffffL;
            default -> header.getLong(at);
        };
    }

    private boolean fill() throws IOException {
        input.compact();
        int count = source.read(transfer, 0, Math.min(transfer.length, input.remaining()));
        if (count > 0) {
            input.put(transfer, 0, count);
        }
        input.flip();
        return count > 0;
    }

    @Override
    public void finish() {
        source = InputStream.nullInputStream();
    }

    @Override
    public void close() {
        context.close();
    }
}
