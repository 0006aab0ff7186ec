package tori.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

class DecompressorTest {

    enum Format {
        GZIP,
        ZLIB,
        BARE_DEFLATE,
        ZSTD,
        BR
    }

    /** Reused over all tries, as the pool does. */
    private static final Decompressor GZIP =
            new InflaterDecompressor(InflaterDecompressor.Wrapping.GZIP);

    private static final Decompressor DEFLATE =
            new InflaterDecompressor(InflaterDecompressor.Wrapping.DEFLATE);
    private static final Decompressor ZSTD = new ZstdDecompressor();
    private static final Decompressor BR = new BrotliDecompressor();

    static {
        assertThat(NativeDecoders.zstd()).isTrue();
        assertThat(NativeDecoders.brotli()).isTrue();
    }

    private static Decompressor of(Format format) {
        return switch (format) {
            case GZIP -> GZIP;
            case ZLIB, BARE_DEFLATE -> DEFLATE;
            case ZSTD -> ZSTD;
            case BR -> BR;
        };
    }

    static byte[] compress(Format format, byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (format) {
                    case GZIP -> new GZIPOutputStream(bytes);
                    case ZLIB -> new DeflaterOutputStream(bytes);
                    case BARE_DEFLATE -> new DeflaterOutputStream(bytes, new Deflater(6, true));
                    case ZSTD -> new ZstdOutputStream(bytes);
                    case BR -> new BrotliOutputStream(bytes);
                }) {
            out.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** Gives at most so many bytes at a time, as a slow connection does. */
    private static InputStream trickle(byte[] bytes, Random random, int most) {
        ByteArrayInputStream all = new ByteArrayInputStream(bytes);
        return new InputStream() {
            @Override
            public int read() {
                return all.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return all.read(target, offset, Math.min(length, 1 + random.nextInt(most)));
            }
        };
    }

    private static byte[] decompress(Format format, InputStream in, Random random, int most)
            throws IOException {
        Decompressor decompressor = of(format);
        decompressor.start(in);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] buffer = new byte[most + 3];
        try {
            while (true) {
                int length = 1 + random.nextInt(most);
                int count = decompressor.read(buffer, 3, length);
                if (count < 0) {
                    assertThat(decompressor.read(buffer, 3, length)).isEqualTo(-1);
                    return plain.toByteArray();
                }
                assertThat(count).isBetween(1, length);
                plain.write(buffer, 3, count);
            }
        } finally {
            decompressor.finish();
        }
    }

    private static byte[] decompress(Format format, byte[] compressed) throws IOException {
        return decompress(format, new ByteArrayInputStream(compressed), new Random(1), 8192);
    }

    @Provide
    Arbitrary<byte[]> contents() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(3000);
        Arbitrary<byte[]> repetitive =
                Arbitraries.integers()
                        .between(0, 300_000)
                        .map(size -> {
                            byte[] bytes = new byte[size];
                            for (int i = 0; i < size; i++) {
                                bytes[i] = (byte) ("{\"id\":" + i / 97).charAt(i % 7);
                            }
                            return bytes;
                        });
        return Arbitraries.oneOf(noise, repetitive);
    }

    @Property(tries = 300)
    void shouldReadBackAnythingInAnyPieces(
            @ForAll Format format,
            @ForAll("contents") byte[] plain,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20_000) int pieces)
            throws IOException {
        Random random = new Random(seed);
        InputStream in = trickle(compress(format, plain), random, pieces);
        assertThat(decompress(format, in, random, Math.max(16, pieces))).isEqualTo(plain);
    }

    @Property(tries = 300)
    void shouldNeverTakeACutBodyForAWholeOne(
            @ForAll Format format, @ForAll("contents") byte[] plain, @ForAll long seed) {
        byte[] compressed = compress(format, plain);
        Assume.that(compressed.length > 1);
        int cut = 1 + new Random(seed).nextInt(compressed.length - 1);
        assertThatThrownBy(() -> decompress(format, Arrays.copyOf(compressed, cut)))
                .isInstanceOfAny(EOFException.class, ZipException.class);
    }

    @Property(tries = 300)
    void shouldSurviveAnyGarbage(@ForAll Format format, @ForAll("contents") byte[] garbage)
            throws IOException {
        try {
            decompress(format, garbage);
        } catch (EOFException | ZipException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        byte[] plain = "still works".getBytes(StandardCharsets.UTF_8);
        assertThat(decompress(format, compress(format, plain))).isEqualTo(plain);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadAnEmptyBodyAsEmpty(Format format) throws IOException {
        assertThat(decompress(format, new byte[0])).isEmpty();
        assertThat(decompress(format, compress(format, new byte[0]))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void shouldReadSeveralMembersAsOneBody(Format format) throws IOException {
        byte[] one = compress(format, new byte[] {1, 2, 3});
        byte[] two = compress(format, new byte[] {4, 5});
        assertThat(decompress(format, concatenated(one, two))).containsExactly(1, 2, 3, 4, 5);
    }

    private static List<byte[]> followed(Format format, byte[] plain) {
        return Stream.of("\0", "\0".repeat(100), "x", "\r\n", "y".repeat(90_000))
                .map(more -> more.getBytes(StandardCharsets.US_ASCII))
                .map(more -> concatenated(compress(format, plain), more))
                .toList();
    }

    /** As browsers do: what is complete and sound is not worth less for what follows it. */
    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZLIB"})
    void shouldIgnoreWhatFollowsACompleteBody(Format format) throws IOException {
        byte[] plain = "{\"products\":[]}".repeat(2_000).getBytes(StandardCharsets.UTF_8);
        for (byte[] followed : followed(format, plain)) {
            assertThat(decompress(format, followed)).isEqualTo(plain);
            InputStream slow = trickle(followed, new Random(1), 50);
            assertThat(decompress(format, slow, new Random(1), 900)).isEqualTo(plain);
        }
    }

    /** In however small pieces it comes. */
    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "BR"})
    void shouldRefuseWhatFollowsACompleteBody(Format format) {
        byte[] plain = "{\"products\":[]}".repeat(2_000).getBytes(StandardCharsets.UTF_8);
        for (byte[] followed : followed(format, plain)) {
            assertThatThrownBy(() -> decompress(format, followed))
                    .isInstanceOfAny(EOFException.class, ZipException.class);
            InputStream slow = trickle(followed, new Random(1), 1);
            assertThatThrownBy(() -> decompress(format, slow, new Random(1), 900))
                    .isInstanceOfAny(EOFException.class, ZipException.class);
        }
    }

    @Test
    void shouldVerifyChecksumAndLengthOfGzip() {
        byte[] plain = new byte[1000];
        for (int fromEnd : new int[] {1, 5}) {
            byte[] compressed = compress(Format.GZIP, plain);
            compressed[compressed.length - fromEnd] ^= 1;
            assertThatThrownBy(() -> decompress(Format.GZIP, compressed))
                    .isInstanceOf(ZipException.class)
                    .hasMessageContaining(fromEnd == 1 ? "length" : "checksum");
        }
    }

    @Test
    void shouldVerifyTheChecksumOfZlib() {
        byte[] compressed = compress(Format.ZLIB, new byte[1000]);
        compressed[compressed.length - 1] ^= 1;
        assertThatThrownBy(() -> decompress(Format.ZLIB, compressed))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void shouldSkipTheOptionalPartsOfAGzipHeader() throws IOException {
        byte[] plain = {1, 2, 3};
        byte[] simple = compress(Format.GZIP, plain);
        byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3};
        byte[] optional = {2, 0, 'x', 'y', 'n', 'a', 'm', 'e', 0, 'c', 0, 0, 0};
        byte[] rest = Arrays.copyOfRange(simple, 10, simple.length);
        assertThat(decompress(Format.GZIP, concatenated(concatenated(header, optional), rest)))
                .isEqualTo(plain);
    }

    @Test
    void shouldRefuseAZstdWindowThatTakesTooMuchMemory() throws IOException {
        byte[] bytes = new byte[1000];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
            zstd.setLong(27);
            zstd.write(bytes);
        }
        assertThatThrownBy(() -> decompress(Format.ZSTD, out.toByteArray()))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("window");
        assertThat(decompress(Format.ZSTD, Zstd.compress(bytes))).isEqualTo(bytes);
        byte[] large = new byte[300];
        assertThat(decompress(Format.ZSTD, Zstd.compress(large, 19))).isEqualTo(large);
    }

    @Test
    void shouldKeepNoMoreThanItsBound() {
        DecompressorPool pool =
                new DecompressorPool(
                        2, () -> new InflaterDecompressor(InflaterDecompressor.Wrapping.GZIP));
        Decompressor one = pool.take();
        Decompressor two = pool.take();
        Decompressor three = pool.take();
        pool.giveBack(one);
        pool.giveBack(two);
        pool.giveBack(three);
        assertThat(pool.idle()).isEqualTo(2);
        assertThat(pool.take()).isSameAs(one);
    }

    private static byte[] concatenated(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
