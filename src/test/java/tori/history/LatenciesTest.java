package tori.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import tori.model.Sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

class LatenciesTest {

    private static final double[] SHARES = {0.01, 0.5, 0.9, 0.95, 0.99, 1};

    private static Latencies of(List<Long> micros) {
        Latencies.Builder builder = new Latencies.Builder();
        micros.forEach(builder::add);
        return builder.build();
    }

    @Property
    void shouldGivePercentilesOfAllThatWasSeenCloseEnough(
            @ForAll @Size(min = 1, max = 500) List<@LongRange(max = 90_000_000_000L) Long> micros) {
        List<Long> bounded =
                micros.stream().map(one -> Math.min(one, Sample.MAX_LATENCY_MICROS)).toList();
        Latencies latencies = of(bounded);
        List<Long> sorted = bounded.stream().sorted().toList();
        assertThat(latencies.total()).isEqualTo(sorted.size());
        for (double share : SHARES) {
            BigDecimal rank = BigDecimal.valueOf(share).multiply(new BigDecimal(sorted.size()));
            long exact = sorted.get(rank.setScale(0, RoundingMode.CEILING).intValue() - 1);
            assertThat((double) latencies.percentileMicros(share))
                    .as("%s of %s", share, sorted)
                    .isEqualTo((double) exact, within(exact / 32.0));
        }
    }

    @Property
    void shouldCountLikeAnHdrHistogramOfOneDigit(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(max = 10_000_000) Long> micros) {
        Histogram histogram = new Histogram(20_000_000, 1);
        micros.forEach(histogram::recordValue);
        Latencies latencies = of(micros);
        for (double share : SHARES) {
            assertThat(
                            histogram.valuesAreEquivalent(
                                    latencies.percentileMicros(share),
                                    histogram.getValueAtPercentile(share * 100)))
                    .as("%s of %s", share, micros)
                    .isTrue();
        }
    }

    @Property
    void shouldAddUpToWhatAllTogetherWouldHaveGiven(
            @ForAll @Size(max = 100) List<@LongRange(max = 90_000_000) Long> one,
            @ForAll @Size(max = 100) List<@LongRange(max = 90_000_000) Long> other) {
        Latencies.Builder sum = new Latencies.Builder();
        sum.add(of(one));
        sum.add(of(other));
        Latencies.Builder all = new Latencies.Builder();
        one.forEach(all::add);
        other.forEach(all::add);
        assertThat(sum.build()).isEqualTo(all.build()).hasSameHashCodeAs(all.build());
    }

    @Test
    void shouldHaveACellForEveryLatencyAndNoneTwice() {
        int before = Latencies.cell(0);
        assertThat(before).isZero();
        for (long micros = 1; micros < 1 << 20; micros++) {
            int cell = Latencies.cell(micros);
            assertThat(cell - before).isBetween(0, 1);
            before = cell;
        }
        assertThat(Latencies.cell(Sample.MAX_LATENCY_MICROS)).isEqualTo(Latencies.CELLS - 1);
    }

    @Test
    void shouldHaveNoPercentileOfNothing() {
        assertThat(Latencies.NONE.percentileMicros(0.5)).isEqualTo(Sample.NO_LATENCY);
    }
}
