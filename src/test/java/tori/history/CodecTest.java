package tori.history;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import tori.model.Sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** How samples and buckets are packed. */
class CodecTest {

    private static Map<Long, List<Sample>> bySegment(List<Sample> samples, long segmentMillis) {
        Map<Long, List<Sample>> segments = new TreeMap<>();
        for (Sample sample : samples) {
            segments.computeIfAbsent(sample.timeMillis() / segmentMillis, _ -> new ArrayList<>())
                    .add(sample);
        }
        return segments;
    }

    private static Buckets buckets(Resolution resolution, List<Sample> samples) {
        Buckets buckets = new Buckets(resolution);
        samples.forEach(buckets::add);
        return buckets;
    }

    @Property(tries = 300)
    void shouldReadBackSamplesInTheOrderOfTheirTimes(@ForAll long seed) throws IOException {
        List<Sample> samples = Samples.many(seed, 200);
        List<Sample> read = new ArrayList<>();
        for (Map.Entry<Long, List<Sample>> one :
                bySegment(samples, SampleCodec.SEGMENT_MILLIS).entrySet()) {
            byte[] packed = SampleCodec.encode(one.getKey(), one.getValue());
            read.addAll(SampleCodec.decode(one.getKey(), packed));
        }
        samples.sort(Comparator.comparingLong(Sample::timeMillis));
        assertThat(read).isEqualTo(samples);
    }

    @Property(tries = 300)
    void shouldReadBackBuckets(@ForAll long seed, @ForAll Resolution resolution)
            throws IOException {
        Map<Long, List<Sample>> segments =
                bySegment(Samples.many(seed, 200), resolution.segmentMillis());
        for (Map.Entry<Long, List<Sample>> one : segments.entrySet()) {
            List<Bucket> buckets = buckets(resolution, one.getValue()).build();
            byte[] packed = BucketCodec.encode(resolution, one.getKey(), buckets);
            assertThat(BucketCodec.decode(resolution, one.getKey(), packed)).isEqualTo(buckets);
        }
    }

    @Property(tries = 300)
    void shouldReadBackTheJournal(@ForAll long seed, @ForAll @IntRange(max = 500) int count)
            throws IOException {
        Random random = new Random(seed);
        List<JournalCodec.Entry> entries =
                Samples.many(seed, count).stream()
                        .map(sample -> new JournalCodec.Entry(random.nextInt(1 << 24), sample))
                        .toList();
        assertThat(JournalCodec.decode(JournalCodec.encode(entries))).isEqualTo(entries);
    }

    /**
     * Damage may go unnoticed where it hits a number, but never ends in anything else than this.
     */
    @Property(tries = 1_000)
    void shouldSurviveDamage(@ForAll long seed) {
        Random random = new Random(seed);
        Sample first = Samples.any(random, Samples.START);
        long segment = first.timeMillis() / SampleCodec.SEGMENT_MILLIS;
        byte[] samples = SampleCodec.encode(segment, List.of(first, first));
        long day = first.timeMillis() / Resolution.HOUR.segmentMillis();
        byte[] buckets =
                BucketCodec.encode(
                        Resolution.HOUR,
                        day,
                        buckets(Resolution.HOUR, List.of(first, first)).build());
        byte[] journal = JournalCodec.encode(List.of(new JournalCodec.Entry(7, first)));
        for (byte[] packed : List.of(samples, buckets, journal)) {
            packed[random.nextInt(packed.length)] = (byte) random.nextInt(256);
        }
        survive(() -> SampleCodec.decode(segment, samples).size());
        survive(() -> JournalCodec.decode(journal).size());
        survive(() -> {
            List<Bucket> read = BucketCodec.decode(Resolution.HOUR, day, buckets);
            return (int) Bucket.of(0, read).latencies().percentileMicros(0.5);
        });
    }

    private interface Reading {
        int read() throws IOException;
    }

    private static void survive(Reading reading) {
        try {
            assertThat(reading.read()).isGreaterThanOrEqualTo(Integer.MIN_VALUE);
        } catch (IOException e) {
            assertThat(e).hasMessageMatching(".*(history|segment).*");
        }
    }

    @Test
    void shouldTakeFewBytes() {
        Random random = new Random(7);
        List<Sample> hour = new ArrayList<>();
        long start = Samples.START - Samples.START % 3_600_000;
        for (int i = 0; i < 360; i++) {
            long latency = (long) (80_000 * Math.exp(random.nextGaussian() / 4));
            hour.add(Samples.up(start + i * 10_000L + random.nextInt(400), latency));
        }
        byte[] samples =
                SampleCodec.encode(start / SampleCodec.SEGMENT_MILLIS, hour.subList(0, 60));
        byte[] minutes = encode(Resolution.MINUTE, start, hour);
        byte[] hours = encode(Resolution.HOUR, start, hour);
        System.out.printf(
                "a check: %.1f bytes; a minute of six: %.1f; an hour of 360: %d%n",
                samples.length / 60.0, minutes.length / 60.0, hours.length);
        assertThat(samples.length).isLessThanOrEqualTo(60 * 6);
        assertThat(minutes.length).isLessThanOrEqualTo(60 * 14);
        assertThat(hours.length).isLessThanOrEqualTo(80);
    }

    private static byte[] encode(Resolution resolution, long start, List<Sample> samples) {
        return BucketCodec.encode(
                resolution,
                start / resolution.segmentMillis(),
                buckets(resolution, samples).build());
    }
}
