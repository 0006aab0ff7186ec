package tori.history;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import tori.model.Sample;
import tori.model.Sample.Outcome;

import java.util.List;

class UnfoldedCodecTest {

    /** The clock may be put back between two of them. */
    @Provide
    Arbitrary<List<Sample>> samples() {
        Arbitrary<Long> times = Arbitraries.longs().between(0, 4_000_000_000_000L);
        Arbitrary<Long> latencies =
                Arbitraries.longs().between(Sample.NO_LATENCY, Sample.MAX_LATENCY_MICROS);
        return Combinators.combine(times, Arbitraries.of(Outcome.values()), latencies)
                .as(Sample::new)
                .list()
                .ofMaxSize(40);
    }

    private static byte[] packed(List<Sample> samples) {
        byte[] packed = UnfoldedCodec.none();
        for (Sample sample : samples) {
            packed = UnfoldedCodec.add(packed, sample);
        }
        return packed;
    }

    @Property
    void shouldGiveBackWhatWasAddedInItsOrder(@ForAll("samples") List<Sample> samples) {
        assertThat(UnfoldedCodec.samples(packed(samples))).isEqualTo(samples);
    }

    @Property
    void shouldForgetTheFirstAndGoOn(
            @ForAll("samples") List<Sample> samples, @ForAll @IntRange(max = 40) int wanted) {
        int count = Math.min(wanted, samples.size());
        byte[] left = UnfoldedCodec.withoutFirst(packed(samples), count);

        assertThat(UnfoldedCodec.samples(left)).isEqualTo(samples.subList(count, samples.size()));
        Sample next = new Sample(5, Outcome.FAILED, Sample.NO_LATENCY);
        assertThat(UnfoldedCodec.samples(UnfoldedCodec.add(left, next)).getLast()).isEqualTo(next);
    }

    @Property
    void shouldLeaveWhatItAddsToAsItIs(@ForAll("samples") List<Sample> samples) {
        byte[] before = packed(samples);
        byte[] copy = before.clone();
        assertThat(UnfoldedCodec.add(before, new Sample(1, Outcome.UP, 1))).isNotEqualTo(before);
        assertThat(before).isEqualTo(copy);
    }

    @Test
    void shouldTakeSixBytesForAPollAMinute() {
        byte[] packed = UnfoldedCodec.none();
        for (int minute = 0; minute < 10; minute++) {
            packed =
                    UnfoldedCodec.add(
                            packed,
                            new Sample(1_800_000_000_000L + 60_000 * minute, Outcome.UP, 120_000));
        }
        assertThat(packed.length).isLessThanOrEqualTo(6 + 4 + 9 * 6);
    }
}
