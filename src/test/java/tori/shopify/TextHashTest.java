package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.Arrays;
import java.util.Random;

/** Texts hash alike if they are alike but for what is left out, and only then. */
class TextHashTest {

    private static final int MAX_LENGTH = 3 * TextHash.BLOCK_BYTES;

    private final TextHash texts = new TextHash();

    @Property(tries = 2_000)
    void shouldTellAnyByteFromAnotherButThoseLeftOut(
            @ForAll @IntRange(min = 1, max = MAX_LENGTH) int length, @ForAll long seed) {
        Random random = new Random(seed);
        int from = random.nextInt(40);
        byte[] text = new byte[from + length + Window.SLACK];
        random.nextBytes(text);
        boolean[] leftOut = new boolean[length];
        int[] spans = spans(leftOut, random);
        long hash = texts.of(text, from, length, spans);
        for (int i = 0; i < 20; i++) {
            int at = random.nextInt(length);
            byte[] other = text.clone();
            other[from + at] ^= (byte) (1 + random.nextInt(255));
            assertThat(texts.of(other, from, length, spans) == hash).isEqualTo(leftOut[at]);
        }
    }

    /** Whatever is around it, and wherever it lies. */
    @Property(tries = 1_000)
    void shouldLookAtTheTextAlone(
            @ForAll @IntRange(max = MAX_LENGTH) int length, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] text = new byte[length];
        random.nextBytes(text);
        boolean[] leftOut = new boolean[length];
        int[] spans = spans(leftOut, random);
        long[] hashes = new long[2];
        for (int i = 0; i < 2; i++) {
            int from = random.nextInt(40);
            byte[] bytes = new byte[from + length + Window.SLACK];
            random.nextBytes(bytes);
            System.arraycopy(text, 0, bytes, from, length);
            for (int at = 0; at < length; at++) {
                bytes[from + at] = leftOut[at] ? (byte) random.nextInt() : text[at];
            }
            hashes[i] = texts.of(bytes, from, length, spans);
        }
        assertThat(hashes[1]).isEqualTo(hashes[0]);
    }

    @Property(tries = 1_000)
    void shouldSayWhetherWhatIsLeftOutIsPlain(
            @ForAll @IntRange(min = 100, max = MAX_LENGTH) int length, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] text = new byte[length + Window.SLACK];
        Arrays.fill(text, (byte) '7');
        boolean[] leftOut = new boolean[length];
        int[] spans = spans(leftOut, random);
        texts.of(text, 0, length, spans);
        assertThat(texts.isRestPlain()).isTrue();
        for (byte stop : new byte[] {'"', '\\', 0x1F, 0, (byte) 0x80, -1}) {
            int at = random.nextInt(length);
            text[at] = stop;
            texts.of(text, 0, length, spans);
            assertThat(texts.isRestPlain()).isEqualTo(!leftOut[at]);
            text[at] = '7';
        }
    }

    @Property(tries = 500)
    void shouldHeedTheOrderOfEightBytesAndOfBlocks(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] text = new byte[2 * TextHash.BLOCK_BYTES + Window.SLACK];
        random.nextBytes(text);
        long hash = texts.of(text, 0, 2 * TextHash.BLOCK_BYTES, Spans.NONE);
        for (int length : new int[] {Long.BYTES, TextHash.BLOCK_BYTES}) {
            byte[] swapped = text.clone();
            System.arraycopy(text, 0, swapped, length, length);
            System.arraycopy(text, length, swapped, 0, length);
            assertThat(texts.of(swapped, 0, 2 * TextHash.BLOCK_BYTES, Spans.NONE))
                    .isNotEqualTo(hash);
        }
    }

    /** Spans of any length there may be, as far apart as two times can be. */
    private static int[] spans(boolean[] leftOut, Random random) {
        Spans spans = new Spans();
        byte[] buffer = new byte[leftOut.length + Window.SLACK];
        Window window = new Window(buffer, 0, leftOut.length);
        window.mark(0);
        int p = random.nextInt(200);
        while (true) {
            int length = Long.BYTES + random.nextInt(64 - Long.BYTES);
            if (p + length > leftOut.length) {
                return spans.copy();
            }
            spans.add(window, p, p + length);
            for (int i = 0; i < length; i++) {
                leftOut[p + i] = true;
            }
            p += length + 15 + random.nextInt(600);
        }
    }
}
