package tori.history;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import tori.model.Sample;
import tori.model.Sample.Outcome;

import java.time.Instant;
import java.util.List;

class BucketTest {

    private static Bucket ofSamples(long startMillis, List<Sample> samples) {
        BucketBuilder sum = new BucketBuilder();
        samples.forEach(sum::add);
        return sum.build(startMillis);
    }

    /** However samples are divided, and in whatever order they come. */
    @Property(tries = 200)
    void shouldComeToTheSameFromPartsAsFromAllSamples(
            @ForAll long seed, @ForAll Resolution resolution) {
        List<Sample> samples = Samples.many(seed, 300);
        Buckets whole = new Buckets(resolution);
        samples.forEach(whole::add);
        Buckets first = new Buckets(resolution);
        Buckets second = new Buckets(resolution);
        for (int i = 0; i < samples.size(); i++) {
            (((seed >> (i % 64)) & 1) == 0 ? first : second).add(samples.get(i));
        }
        second.build().forEach(first::add);
        assertThat(first.build()).isEqualTo(whole.build());
        for (Bucket bucket : whole.build()) {
            List<Sample> within =
                    samples.stream()
                            .filter(sample ->
                                    resolution.startOf(sample.timeMillis()) == bucket.startMillis())
                            .toList();
            assertThat(bucket).isEqualTo(ofSamples(bucket.startMillis(), within));
            assertThat(bucket.checks()).isEqualTo(within.size());
            assertThat(bucket.failures())
                    .isEqualTo(within.stream().filter(s -> s.outcome() == Outcome.FAILED).count());
        }
    }

    @Test
    void shouldCountNeitherWhatIsUnknownNorMaintenanceInTheUptime() {
        Bucket bucket =
                ofSamples(
                        0,
                        List.of(
                                Samples.up(1, 10),
                                Samples.up(2, 10),
                                Samples.up(3, 10),
                                Samples.failed(4),
                                Samples.failed(5).inMaintenance(),
                                new Sample(6, Outcome.UNKNOWN, Sample.NO_LATENCY)));
        assertThat(bucket.checks()).isEqualTo(6);
        assertThat(bucket.up()).isEqualTo(3);
        assertThat(bucket.uptime()).isEqualTo(0.75);
        assertThat(Bucket.of(0, List.of()).uptime()).isNull();
        assertThat(ofSamples(0, List.of(Samples.failed(1).inMaintenance())).uptime()).isNull();
    }

    @Test
    void shouldBeginDaysAtMidnightOfUtcWhateverIsDoneToClocks() {
        // In Europe this night has an hour less.
        long before = Instant.parse("2026-03-29T00:59:59.999Z").toEpochMilli();
        long after = Instant.parse("2026-03-29T23:59:59.999Z").toEpochMilli();
        long day = Instant.parse("2026-03-29T00:00:00Z").toEpochMilli();
        assertThat(Resolution.DAY.startOf(before)).isEqualTo(day);
        assertThat(Resolution.DAY.startOf(after)).isEqualTo(day);
        assertThat(Resolution.DAY.startOf(after + 1)).isEqualTo(day + 86_400_000);
        assertThat(Resolution.HOUR.startOf(after)).isEqualTo(day + 23 * 3_600_000);
        assertThat(Resolution.MINUTE.startOf(after)).isEqualTo(day + 86_340_000);
    }

    @Test
    void shouldTakeWhatNoClockShouldSayForTheNearestThatItMay() {
        assertThat(new Sample(-5, Outcome.UP, -7)).isEqualTo(new Sample(0, Outcome.UP, -1));
        assertThat(new Sample(Long.MAX_VALUE, Outcome.UP, Long.MAX_VALUE))
                .isEqualTo(
                        new Sample(Sample.MAX_TIME_MILLIS, Outcome.UP, Sample.MAX_LATENCY_MICROS));
    }
}
