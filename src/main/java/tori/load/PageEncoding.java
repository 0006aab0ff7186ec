package tori.load;

import com.github.luben.zstd.Zstd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** How a store packs its pages for those who accept it. Any thread. */
public enum PageEncoding {
    /** What every store offers. */
    GZIP {
        @Override
        byte[] pack(byte[] body) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(body);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory failed", e);
            }
            return bytes.toByteArray();
        }
    },
    /** What some offer, too; read in less than half the time. Needs a native library. */
    ZSTD {
        @Override
        byte[] pack(byte[] body) {
            return Zstd.compress(body);
        }
    };

    abstract byte[] pack(byte[] body);

    /** Its name in HTTP, and on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Loads what it needs.
     *
     * @throws IOException with a sentence if that cannot be loaded here
     */
    void warmUp() throws IOException {
        try {
            pack(new byte[1]);
        } catch (LinkageError e) {
            throw new IOException(
                    "pages cannot be sent as "
                            + this
                            + " on this machine, as its native library does not load ("
                            + e.getMessage()
                            + "); use --encoding gzip",
                    e);
        }
    }
}
