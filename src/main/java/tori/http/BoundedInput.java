package tori.http;

import java.io.IOException;
import java.io.InputStream;

/** Passes on so many bytes and fails at one more. Used by one thread. */
final class BoundedInput extends InputStream {

    private final InputStream source;
    private final long maxBytes;
    private long count;

    BoundedInput(InputStream source, long maxBytes) {
        this.source = source;
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = source.read(target, offset, length);
        if (read > 0) {
            count += read;
            if (count > maxBytes) {
                throw new TooLargeException(maxBytes);
            }
        }
        return read;
    }
}
