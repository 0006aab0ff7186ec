package tori.history;

import tori.model.Sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packs the samples of one monitor that are in the journal and in no segment yet, in the order in
 * which they were added: the time of the first, of the others how much later they were taken, and
 * latency and outcome together as one number; some six bytes each. With a million monitors, ten
 * samples each until they are folded, that is 70 MB. Stateless, any thread.
 */
public final class UnfoldedCodec {

    private static final byte[] NONE = {};

    private static final int EXPECTED_BYTES = 16;

    private UnfoldedCodec() {}

    /** No samples. */
    public static byte[] none() {
        return NONE;
    }

    /** These samples and one more; what is given stays as it is. */
    public static byte[] add(byte[] packed, Sample sample) {
        PackedOutput out = new PackedOutput(EXPECTED_BYTES);
        out.putSigned(sample.timeMillis() - (packed.length == 0 ? 0 : firstMillis(packed)));
        out.put(SampleCodec.finding(sample));
        byte[] more = out.toByteArray();
        byte[] all = Arrays.copyOf(packed, packed.length + more.length);
        System.arraycopy(more, 0, all, packed.length, more.length);
        return all;
    }

    /** All of them. */
    public static List<Sample> samples(byte[] packed) {
        List<Sample> samples = new ArrayList<>(packed.length / 6 + 1);
        PackedInput in = new PackedInput(packed);
        try {
            long first = 0;
            while (in.hasMore()) {
                long time = first + in.nextSigned();
                samples.add(SampleCodec.sample(time, in.next()));
                first = samples.getFirst().timeMillis();
            }
        } catch (IOException e) {
            throw new IllegalStateException("not what was packed", e);
        }
        return samples;
    }

    /** Without the first so many. */
    public static byte[] withoutFirst(byte[] packed, int count) {
        List<Sample> samples = samples(packed);
        byte[] left = NONE;
        for (Sample sample : samples.subList(count, samples.size())) {
            left = add(left, sample);
        }
        return left;
    }

    private static long firstMillis(byte[] packed) {
        try {
            return new PackedInput(packed).nextSigned();
        } catch (IOException e) {
            throw new IllegalStateException("not what was packed", e);
        }
    }
}
