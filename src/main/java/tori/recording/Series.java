package tori.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Values over time, and whether they grow. Used by one thread. */
final class Series {

    private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();

    /** What a shorter time shows, multiplied to an hour, is noise. */
    private static final Duration TREND_NEEDS = Duration.ofMinutes(5);

    private record Sample(Instant at, double value) {}

    private final List<Sample> samples = new ArrayList<>();

    void add(Instant at, double value) {
        samples.add(new Sample(at, value));
    }

    int count() {
        return samples.size();
    }

    double max() {
        return samples.stream().mapToDouble(Sample::value).max().orElse(0);
    }

    double mean() {
        return samples.stream().mapToDouble(Sample::value).average().orElse(0);
    }

    /** By least squares; 0 if there are not two instants. */
    double slopePerHour() {
        List<Sample> inOrder = inOrder();
        if (inOrder.size() < 2) {
            return 0;
        }
        Instant first = inOrder.getFirst().at;
        double meanHours = 0;
        for (Sample sample : inOrder) {
            meanHours += hours(first, sample.at) / inOrder.size();
        }
        double mean = mean();
        double covariance = 0;
        double variance = 0;
        for (Sample sample : inOrder) {
            double off = hours(first, sample.at) - meanHours;
            covariance += off * (sample.value - mean);
            variance += off * off;
        }
        return variance == 0 ? 0 : covariance / variance;
    }

    /** Whether it is long enough for {@link #slopePerHour} to be more than noise. */
    boolean hasTrend() {
        List<Sample> inOrder = inOrder();
        return !inOrder.isEmpty()
                && Duration.between(inOrder.getFirst().at, inOrder.getLast().at)
                                .compareTo(TREND_NEEDS)
                        >= 0;
    }

    private static double hours(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / NANOS_PER_HOUR;
    }

    /** The median of the first quarter of the samples, of one at least. */
    double early() {
        List<Sample> inOrder = inOrder();
        return median(inOrder.subList(0, quarter(inOrder)));
    }

    /** The median of the last quarter of the samples, of one at least. */
    double late() {
        List<Sample> inOrder = inOrder();
        return median(inOrder.subList(inOrder.size() - quarter(inOrder), inOrder.size()));
    }

    private static int quarter(List<Sample> all) {
        return all.isEmpty() ? 0 : Math.max(1, all.size() / 4);
    }

    private List<Sample> inOrder() {
        return samples.stream().sorted(Comparator.comparing(Sample::at)).toList();
    }

    private static double median(List<Sample> some) {
        double[] values = some.stream().mapToDouble(Sample::value).sorted().toArray();
        if (values.length == 0) {
            return 0;
        }
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    void put(ObjectNode json) {
        json.put("count", count());
        json.put("first_quarter_median", early());
        json.put("last_quarter_median", late());
        json.put("max", max());
        json.put("slope_per_hour", hasTrend() ? (Double) slopePerHour() : null);
    }
}
