package tori.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * gzip (RFC 1952, all members, checksums and lengths verified) and HTTP's deflate (RFC 1950, and
 * the bare RFC 1951 that some servers send instead) over one reused inflater.
 */
final class InflaterDecompressor implements Decompressor {

    /** Which wrapping is around the deflated data. */
    enum Wrapping {
        GZIP,
        DEFLATE
    }

    private enum State {
        START,
        INFLATING,
        ENDED
    }

    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;
    private static final int METHOD_DEFLATED = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int FLAGS_RESERVED = 0xe0;

    /** Nobody names a page in more than this. */
    private static final int MAX_TEXT_BYTES = 64 * 1024;

    private final Wrapping wrapping;
    private final Inflater inflater = new Inflater(true);
    private final InputBuffer input = new InputBuffer();
    private final CRC32 crc = new CRC32();
    private final Adler32 adler = new Adler32();
    private State state = State.ENDED;
    private boolean bare;
    private int members;

    InflaterDecompressor(Wrapping wrapping) {
        this.wrapping = wrapping;
    }

    @Override
    public void start(InputStream compressed) {
        input.start(compressed);
        state = State.START;
        members = 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (true) {
            switch (state) {
                case START -> {
                    if (!input.fill()) {
                        state = State.ENDED;
                        return -1;
                    }
                    begin();
                }
                case INFLATING -> {
                    int count = inflate(target, offset, length);
                    if (count > 0) {
                        return count;
                    }
                }
                case ENDED -> {
                    return -1;
                }
            }
        }
    }

    private void begin() throws IOException {
        inflater.reset();
        crc.reset();
        adler.reset();
        switch (wrapping) {
            case GZIP -> readGzipHeader();
            case DEFLATE -> readZlibHeader();
        }
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(target, offset, length);
            switch (wrapping) {
                case GZIP -> crc.update(target, offset, count);
                case DEFLATE -> adler.update(target, offset, count);
            }
            if (inflater.finished()) {
                input.giveBack(inflater.getRemaining());
                end();
            } else if (inflater.needsDictionary()) {
                throw damaged("it needs a dictionary");
            } else if (count == 0 && inflater.needsInput()) {
                feed();
            }
            return count;
        } catch (DataFormatException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private void feed() throws IOException {
        if (!input.fill()) {
            throw new EOFException("deflated data ends too early");
        }
        inflater.setInput(input.bytes(), input.position(), input.remaining());
        input.skip(input.remaining());
    }

    private void end() throws IOException {
        switch (wrapping) {
            case GZIP -> {
                if (input.nextUnsignedIntLittleEndian() != crc.getValue()) {
                    throw damaged("its checksum is wrong");
                }
                long size = inflater.getBytesWritten() & 0xffff_ffffL;
                if (input.nextUnsignedIntLittleEndian() != size) {
                    throw damaged("its length is wrong");
                }
                members++;
                state = State.START;
            }
            case DEFLATE -> {
                if (!bare && input.nextUnsignedIntBigEndian() != adler.getValue()) {
                    throw damaged("its checksum is wrong");
                }
                drain();
            }
        }
    }

    private void readGzipHeader() throws IOException {
        int first = input.next();
        if (members > 0 && first != GZIP_MAGIC_1) {
            // What follows a complete member and is no other one is padding.
            drain();
            return;
        }
        if (first != GZIP_MAGIC_1 || input.next() != GZIP_MAGIC_2) {
            throw damaged("it does not begin like gzip");
        }
        if (input.next() != METHOD_DEFLATED) {
            throw damaged("its method is unknown");
        }
        int flags = input.next();
        if ((flags & FLAGS_RESERVED) != 0) {
            throw damaged("its header is unknown");
        }
        skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(input.next() | input.next() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
        state = State.INFLATING;
    }

    private void readZlibHeader() throws IOException {
        int first = input.next();
        int second = input.next();
        bare = (first & 0x0f) != METHOD_DEFLATED || (first << 8 | second) % 31 != 0;
        if (bare) {
            byte[] begun = {(byte) first, (byte) second};
            inflater.setInput(begun);
        }
        state = State.INFLATING;
    }

    /** Reads to the very end, so that the connection can be used again. */
    private void drain() throws IOException {
        while (input.fill()) {
            input.skip(input.remaining());
        }
        state = State.ENDED;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            input.next();
        }
    }

    private void skipText() throws IOException {
        for (int i = 0; i < MAX_TEXT_BYTES; i++) {
            if (input.next() == 0) {
                return;
            }
        }
        throw damaged("its header has no end");
    }

    private static ZipException damaged(String how) {
        return new ZipException(how);
    }

    @Override
    public void finish() {
        input.start(InputStream.nullInputStream());
        inflater.reset();
        state = State.ENDED;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
