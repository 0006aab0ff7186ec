package tori.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import tori.poll.BodyPrint;
import tori.time.NanoClock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A body is told to be the one before if it is, and lost by asking in no case. */
class WireInputTest {

    private static final NanoClock CLOCK = () -> 7;

    private final HeldBytes held = new HeldBytes(1);

    @Property(tries = 500)
    void shouldTellWhetherBytesRepeatAndKeepThemAll(
            @ForAll @IntRange(max = 12_000) int length,
            @ForAll @IntRange(max = 12_000) int changedAt,
            @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        byte[] body = bytes(length, random);
        BodyPrint print = print(body, random);
        byte[] other = body.clone();
        if (changedAt < length) {
            other[changedAt] ^= 1;
        }
        byte[] shorter = Arrays.copyOf(body, Math.max(0, length - 1));
        byte[] longer = Arrays.copyOf(body, length + 1);
        for (byte[] next : new byte[][] {body, other, shorter, longer}) {
            WireInput input = new WireInput(trickle(next, random), held, CLOCK);
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            input.copyTo(copy::write);
            assertThat(input.repeats(print)).isEqualTo(Arrays.equals(next, body));
            assertThat(input.readAllBytes()).isEqualTo(next);
            assertThat(copy.toByteArray()).as("each byte once").isEqualTo(next);
            assertThat(input.print()).isEqualTo(print(next, random));
            input.letGo();
        }
    }

    @Test
    void shouldHoldBackOnlyTheHeadOfABodyThatBeginsDifferently() throws IOException {
        Random random = new Random(1);
        byte[] body = bytes(100_000, random);
        BodyPrint print = print(body, random);
        body[7] ^= 1;
        ByteArrayInputStream source = new ByteArrayInputStream(body);
        WireInput input = new WireInput(source, held, CLOCK);
        assertThat(input.repeats(print)).isFalse();
        assertThat(source.available()).isEqualTo(100_000 - 4096);
        assertThat(input.readAllBytes()).isEqualTo(body);
    }

    @Test
    void shouldNotHoldBackABodyThatIsTooLarge() throws IOException {
        byte[] body = new byte[(1 << 20) + 1];
        BodyPrint print = print(body, new Random(1));
        ByteArrayInputStream source = new ByteArrayInputStream(body);
        assertThat(new WireInput(source, held, CLOCK).repeats(print)).isFalse();
        assertThat(source.available()).isEqualTo(body.length);
    }

    @Test
    void shouldSayNothingOfABodyThatWasNotReadToItsEnd() throws IOException {
        WireInput input = new WireInput(new ByteArrayInputStream(new byte[9]), held, CLOCK);
        assertThat(input.read(new byte[9])).isEqualTo(9);
        assertThat(input.print()).isNull();
        assertThat(input.read()).isNegative();
        assertThat(input.print()).isNotNull();
    }

    @Test
    void shouldSayWhenTheLastBytesCame() throws IOException {
        AtomicLong now = new AtomicLong(5);
        WireInput input =
                new WireInput(new ByteArrayInputStream(new byte[9]), held, now::getAndIncrement);
        assertThat(input.lastByteNanos(-1)).isEqualTo(-1);
        assertThat(input.read(new byte[4])).isEqualTo(4);
        assertThat(input.lastByteNanos(-1)).isEqualTo(5);
        assertThat(input.read(new byte[9])).isEqualTo(5);
        assertThat(input.read()).isNegative();
        assertThat(input.lastByteNanos(-1)).isEqualTo(6);
    }

    private static byte[] bytes(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static BodyPrint print(byte[] body, Random random) throws IOException {
        WireInput input = new WireInput(trickle(body, random), new HeldBytes(1), CLOCK);
        input.readAllBytes();
        return input.print();
    }

    private static ByteArrayInputStream trickle(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(3000)));
            }
        };
    }
}
