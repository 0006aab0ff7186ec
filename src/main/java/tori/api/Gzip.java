package tori.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses what is sent. Stateless, any thread. */
final class Gzip {

    private Gzip() {}

    /** Quickly, for what is made anew for each request. */
    static byte[] fast(byte[] plain) {
        return compress(plain, Deflater.BEST_SPEED);
    }

    /** As well as can be, for what is kept. */
    static byte[] small(byte[] plain) {
        return compress(plain, Deflater.BEST_COMPRESSION);
    }

    private static byte[] compress(byte[] plain, int level) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream out =
                new GZIPOutputStream(bytes) {
                    {
                        def.setLevel(level);
                    }
                }) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
