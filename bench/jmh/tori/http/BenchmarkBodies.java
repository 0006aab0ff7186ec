package tori.http;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;

import tori.poll.BodyPrint;
import tori.poll.Fetch;
import tori.poll.Reply;
import tori.time.SystemClocks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.zip.GZIPOutputStream;

/** Bodies as a store sends them, read as the transport reads them, without a network. */
public final class BenchmarkBodies {

    private static final long NANOS_A_DAY = 86_400_000_000_000L;

    private final Decompressors decompressors = Decompressors.all();
    private final HeldBytes held = new HeldBytes(Decompressors.MAX_IDLE);

    /** Compresses as servers do on the fly: gzip 6, brotli 5, zstd 3; {@code identity} not. */
    public static byte[] compress(String encoding, byte[] plain) {
        try {
            switch (encoding) {
                case "gzip" -> {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                        out.write(plain);
                    }
                    return bytes.toByteArray();
                }
                case "br" -> {
                    Brotli4jLoader.ensureAvailability();
                    return Encoder.compress(plain, new Encoder.Parameters().setQuality(5));
                }
                case "zstd" -> {
                    return Zstd.compress(plain, 3);
                }
                default -> {
                    return plain;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a fetch that holds these bytes. */
    public Reply answer(String encoding, byte[] bytes, Fetch fetch) {
        Exchange exchange =
                new Exchange(
                        "bench.example",
                        fetch.timeout(),
                        System.nanoTime() + NANOS_A_DAY,
                        SystemClocks.monotonic());
        DecodedBody body =
                DecodedBody.of(
                        new ByteArrayInputStream(bytes),
                        decompressors.of(encoding),
                        held,
                        fetch,
                        exchange);
        return new Answer(fetch.uri(), body);
    }

    private record Answer(URI uri, DecodedBody decoded) implements Reply {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public String header(String name) {
            return null;
        }

        @Override
        public InputStream body() {
            return decoded;
        }

        @Override
        public boolean repeats() throws IOException {
            return decoded.repeats();
        }

        @Override
        public BodyPrint print() {
            return decoded.print();
        }

        @Override
        public void close() {
            decoded.close();
        }
    }
}
