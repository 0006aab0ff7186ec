package tori.http;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/**
 * Brotli (RFC 7932) by its native decoder, which serves one body only: what is reused is the buffer
 * before it. Its window is at most 16 MiB, as the format has it.
 */
final class BrotliDecompressor implements Decompressor {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final byte[] transfer = new byte[INPUT_BYTES];
    private InputStream source = InputStream.nullInputStream();
    private DecoderJNI.@Nullable Wrapper decoder;
    private ByteBuffer output = NOTHING;
    private boolean begun;

    @Override
    public void start(InputStream compressed) throws IOException {
        finish();
        source = compressed;
        decoder = new DecoderJNI.Wrapper(INPUT_BYTES);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        DecoderJNI.Wrapper native0 = decoder;
        if (native0 == null) {
            return -1;
        }
        while (!output.hasRemaining()) {
            if (native0.hasOutput()) {
                output = native0.pull();
                continue;
            }
            switch (native0.getStatus()) {
                case OK -> native0.push(0);
                case NEEDS_MORE_OUTPUT -> output = native0.pull();
                case NEEDS_MORE_INPUT -> {
                    if (!fill(native0)) {
                        return -1;
                    }
                }
                case DONE -> {
                    requireEnd();
                    return -1;
                }
                case ERROR -> throw new ZipException("it is not brotli, or damaged");
            }
        }
        int count = Math.min(length, output.remaining());
        output.get(target, offset, count);
        return count;
    }

    private boolean fill(DecoderJNI.Wrapper native0) throws IOException {
        int count = source.read(transfer, 0, transfer.length);
        if (count <= 0) {
            if (begun) {
                throw new EOFException("brotli data ends too early");
            }
            return false;
        }
        begun = true;
        ByteBuffer input = native0.getInputBuffer();
        input.clear();
        input.put(transfer, 0, count);
        native0.push(count);
        return true;
    }

    /** Read to the very end, the connection can be used again. */
    private void requireEnd() throws IOException {
        if (source.read(transfer, 0, transfer.length) > 0) {
            // In one piece with the end, the decoder would have refused it.
            throw new ZipException("something follows its end");
        }
    }

    @Override
    public void finish() {
        DecoderJNI.Wrapper native0 = decoder;
        decoder = null;
        output = NOTHING;
        begun = false;
        source = InputStream.nullInputStream();
        if (native0 != null) {
            native0.destroy();
        }
    }

    @Override
    public void close() {
        finish();
    }
}
