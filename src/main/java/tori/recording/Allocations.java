package tori.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;

import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who allocates what, by Flight Recorder's samples. Used by one thread.
 *
 * <p>A sample weighs all that its thread has allocated since the sample before, and the first of a
 * thread all that it did before the recording, which may be more than the whole recording saw. None
 * is taken for more than everybody can have allocated since the recording began.
 */
final class Allocations {

    private record Sample(Instant at, String type, Methods.Place place, long weight) {}

    private final List<Sample> samples = new ArrayList<>();

    /** A {@code jdk.ObjectAllocationSample}. */
    void add(RecordedEvent event) {
        RecordedClass type = event.getClass("objectClass");
        samples.add(
                new Sample(
                        event.getStartTime(),
                        type == null ? "(unknown)" : RecordingSummary.readable(type.getName()),
                        Methods.place(event),
                        event.getLong("weight")));
    }

    /** By type and by place. */
    record Sums(Tally types, Methods methods) {}

    /**
     * The sums.
     *
     * @param begin when the recording began
     * @param bytesPerSecond how fast memory was filled; 0 if that is not known
     */
    Sums sums(Instant begin, double bytesPerSecond) {
        Sums sums = new Sums(new Tally(), new Methods());
        for (Sample sample : samples) {
            double seconds = Duration.between(begin, sample.at).toNanos() / 1e9;
            long most = bytesPerSecond > 0 ? (long) (bytesPerSecond * seconds) : Long.MAX_VALUE;
            long weight = Math.min(sample.weight, most);
            sums.types.add(sample.type, weight);
            sums.methods.add(sample.place, weight);
        }
        return sums;
    }

    static void put(ObjectNode json, Sums sums, double seconds) {
        json.put("sampled_bytes_per_second", seconds > 0 ? sums.types.whole() / seconds : 0);
        sums.types.put(json.putArray("classes"), RecordingSummary.TOP);
        sums.methods.top.put(json.putArray("methods"), RecordingSummary.TOP);
        sums.methods.own.put(json.putArray("own_methods"), RecordingSummary.TOP);
    }
}
