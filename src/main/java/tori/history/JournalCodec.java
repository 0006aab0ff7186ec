package tori.history;

import tori.model.Sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Packs the samples of all monitors of about a second, in the order in which they came: the
 * monitor's number, the milliseconds since the one before, latency and outcome; some six bytes
 * each. Stateless, any thread.
 */
public final class JournalCodec {

    /**
     * A sample of a monitor.
     *
     * @param monitor the number that the store knows it by; not negative
     */
    public record Entry(long monitor, Sample sample) {}

    private JournalCodec() {}

    /** Packs them. */
    public static byte[] encode(List<Entry> entries) {
        PackedOutput out = new PackedOutput(8 * entries.size());
        long before = 0;
        for (Entry entry : entries) {
            out.put(entry.monitor());
            out.putSigned(entry.sample().timeMillis() - before);
            out.put(SampleCodec.finding(entry.sample()));
            before = entry.sample().timeMillis();
        }
        return out.toByteArray();
    }

    /**
     * What was packed.
     *
     * @throws IOException if it is damaged
     */
    public static List<Entry> decode(byte[] packed) throws IOException {
        PackedInput in = new PackedInput(packed);
        List<Entry> entries = new ArrayList<>(packed.length / 6);
        long time = 0;
        while (in.hasMore()) {
            long monitor = in.next();
            time += in.nextSigned();
            entries.add(new Entry(monitor, SampleCodec.sample(time, in.next())));
        }
        return entries;
    }
}
