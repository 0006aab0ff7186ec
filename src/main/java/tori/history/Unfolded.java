package tori.history;

import tori.model.Sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The samples of one monitor that are in the journal and in no segment yet. Sixteen bytes each: at
 * 1,000 samples a second and ten minutes until they are folded, 10 MB altogether. Not thread-safe.
 */
public final class Unfolded {

    private long[] numbers = new long[4];
    private int size;

    /** Adds one, as written to the journal. */
    public void add(Sample sample) {
        if (2 * size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * numbers.length);
        }
        numbers[2 * size] = sample.timeMillis();
        numbers[2 * size + 1] = SampleCodec.finding(sample);
        size++;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** All of them, in the order in which they were added. */
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            samples.add(SampleCodec.sample(numbers[2 * i], numbers[2 * i + 1]));
        }
        return samples;
    }

    /** The first so many have been folded. */
    public void removeFirst(int count) {
        int left = size - count;
        System.arraycopy(numbers, 2 * count, numbers, 0, 2 * left);
        size = left;
        // What a disk that was full for hours has piled up is not kept for ever.
        if (size == 0 && numbers.length > 1_024) {
            numbers = new long[4];
        }
    }
}
