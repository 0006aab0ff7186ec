package tori.http;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The decompressors there are, by the names HTTP gives them. Thread-safe. */
final class Decompressors {

    /** Twice what the cores can be busy with at once; a zstd context may keep 8 MiB. */
    static final int MAX_IDLE = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 32);

    private final Map<String, DecompressorPool> pools;
    private final String accepted;

    private Decompressors(Map<String, DecompressorPool> pools, String accepted) {
        this.pools = pools;
        this.accepted = accepted;
    }

    /** All that work on this machine. */
    static Decompressors all() {
        Map<String, DecompressorPool> pools = new TreeMap<>();
        StringBuilder accepted = new StringBuilder();
        // In the order of how fast they are read.
        if (NativeDecoders.zstd()) {
            pools.put("zstd", new DecompressorPool(MAX_IDLE, ZstdDecompressor::new));
            accepted.append("zstd, ");
        }
        if (NativeDecoders.brotli()) {
            pools.put("br", new DecompressorPool(MAX_IDLE, BrotliDecompressor::new));
            accepted.append("br, ");
        }
        DecompressorPool gzip = inflating(InflaterDecompressor.Wrapping.GZIP);
        pools.put("gzip", gzip);
        pools.put("x-gzip", gzip);
        pools.put("deflate", inflating(InflaterDecompressor.Wrapping.DEFLATE));
        accepted.append("gzip");
        return new Decompressors(pools, accepted.toString());
    }

    private static DecompressorPool inflating(InflaterDecompressor.Wrapping wrapping) {
        return new DecompressorPool(MAX_IDLE, () -> new InflaterDecompressor(wrapping));
    }

    /** The value of {@code Accept-Encoding}. */
    String accepted() {
        return accepted;
    }

    /** Whether a content encoding means that nothing is encoded. */
    static boolean identity(@Nullable String contentEncoding) {
        return contentEncoding == null
                || contentEncoding.isBlank()
                || contentEncoding.strip().equalsIgnoreCase("identity");
    }

    /** Those for a content encoding; null if there are none. */
    @Nullable DecompressorPool of(String contentEncoding) {
        return pools.get(contentEncoding.strip().toLowerCase(Locale.ROOT));
    }
}
