package tori.history;

import tori.model.Sample;
import tori.model.Sample.Outcome;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Packs the samples of one monitor within one segment of ten minutes: each as the milliseconds
 * since the one before, and latency and outcome together as one number; some five bytes. Stateless,
 * any thread.
 */
public final class SampleCodec {

    /** How long a segment lasts, in milliseconds. */
    public static final long SEGMENT_MILLIS = 600_000;

    /** Bits of the outcome beside the latency. */
    private static final int OUTCOME_BITS = 2;

    private SampleCodec() {}

    /**
     * Packs them, in the order of their times.
     *
     * @param segment the number of the segment, counted from 1970, in which all of them lie
     */
    public static byte[] encode(long segment, List<Sample> samples) {
        List<Sample> ordered = new ArrayList<>(samples);
        ordered.sort(Comparator.comparingLong(Sample::timeMillis));
        PackedOutput out = new PackedOutput(6 * ordered.size());
        long before = segment * SEGMENT_MILLIS;
        for (Sample sample : ordered) {
            out.put(sample.timeMillis() - before);
            out.put(finding(sample));
            before = sample.timeMillis();
        }
        return out.toByteArray();
    }

    /**
     * What was packed, oldest first.
     *
     * @throws IOException if it is damaged
     */
    public static List<Sample> decode(long segment, byte[] packed) throws IOException {
        PackedInput in = new PackedInput(packed);
        List<Sample> samples = new ArrayList<>(packed.length / 4);
        long start = segment * SEGMENT_MILLIS;
        long offset = 0;
        while (in.hasMore()) {
            offset += in.next((int) SEGMENT_MILLIS);
            if (offset >= SEGMENT_MILLIS) {
                throw new IOException("a sample lies outside of its segment");
            }
            samples.add(sample(start + offset, in.next()));
        }
        return samples;
    }

    /** Latency and outcome as one number. */
    static long finding(Sample sample) {
        return ((sample.latencyMicros() + 1) << OUTCOME_BITS) | number(sample.outcome());
    }

    private static int number(Outcome outcome) {
        return switch (outcome) {
            case UP -> 0;
            case FAILED -> 1;
            case UNKNOWN -> 2;
            case MAINTENANCE -> 3;
        };
    }

    private static Outcome outcome(long finding) {
        return switch ((int) finding & ((1 << OUTCOME_BITS) - 1)) {
            case 0 -> Outcome.UP;
            case 1 -> Outcome.FAILED;
            case 2 -> Outcome.UNKNOWN;
            default -> Outcome.MAINTENANCE;
        };
    }

    static Sample sample(long timeMillis, long finding) {
        return new Sample(timeMillis, outcome(finding), (finding >>> OUTCOME_BITS) - 1);
    }
}
