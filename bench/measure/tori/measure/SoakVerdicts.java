package tori.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Says of a soak whether its load was complete, whether anything grew, and whether the collector's
 * pauses were short. One thread.
 */
final class SoakVerdicts {

    /** In less, parts hold a look or two, and what still warms up looks like a leak. */
    static final Duration JUDGED = Duration.ofMinutes(10);

    /**
     * In a long run growth of the live heap is judged from here. Until then two bounded memories
     * fill: the fates of the last 32,768 steps of events (8 minutes at 72 a second), and the
     * messages that are struck out once what they told has sold out (13 minutes, in which the
     * default load changes each of its variants once).
     */
    private static final Duration FILLING = Duration.ofMinutes(15);

    /** Less leaves too few looks after that. */
    private static final Duration HEAP_JUDGED = Duration.ofMinutes(40);

    /** Growth below these is noise: a few caches, a thread more for a burst. */
    private static final double HEAP_TOLERANCE_MIB = 2;

    private static final double HEAP_TOLERANCE = 0.05;
    private static final int THREAD_TOLERANCE = 3;
    private static final int FILE_TOLERANCE = 3;
    private static final int SOCKET_TOLERANCE = 8;
    private static final double PAUSE_P99_NANOS = 1e6;

    private final Duration length;
    private final List<SoakSample> samples;
    private final Map<String, String> verdicts = new LinkedHashMap<>();
    private boolean good = true;

    /**
     * @param complete whether the load ended well
     * @param pauseP99Nanos of the pauses nobody asked for
     */
    SoakVerdicts(
            Duration length, List<SoakSample> samples, boolean complete, double pauseP99Nanos) {
        this.length = length;
        this.samples = samples;
        put("load_complete", complete, "");
        heap();
        grown("threads", "median", SoakSample::threads, THREAD_TOLERANCE);
        grown("files", "median", SoakSample::files, FILE_TOLERANCE);
        // A busy moment opens connections, which are closed when idle for five minutes. What leaks
        // is never closed, and stays when all else is.
        grown("sockets", "least", SoakSample::sockets, SOCKET_TOLERANCE);
        put(
                "gc_pause_p99",
                pauseP99Nanos < PAUSE_P99_NANOS,
                String.format(
                        Locale.ROOT, "\"value_ms\": %.3f, \"below_ms\": 1", pauseP99Nanos / 1e6));
    }

    boolean allHold() {
        return good;
    }

    Map<String, String> byName() {
        return verdicts;
    }

    String json() {
        return verdicts.entrySet().stream()
                .map(verdict -> "    \"" + verdict.getKey() + "\": " + verdict.getValue())
                .collect(Collectors.joining(",\n", "{\n", "\n  }"));
    }

    long heapJudgedFromSeconds() {
        return length.compareTo(HEAP_JUDGED) < 0 ? 0 : FILLING.toSeconds();
    }

    /** By means of thirds: an hour's looks showed two levels 3.5 MiB apart; why is not known. */
    private void heap() {
        List<Double> live =
                samples.stream()
                        .filter(sample -> sample.seconds() >= heapJudgedFromSeconds())
                        .filter(SoakSample::hasLiveMib)
                        .map(SoakSample::liveMib)
                        .toList();
        double first = mean(first(live, 3));
        growth(
                "live_heap_mib",
                "mean_of_%s_third",
                first,
                mean(last(live, 3)),
                Math.max(HEAP_TOLERANCE_MIB, HEAP_TOLERANCE * first),
                HEAP_JUDGED);
    }

    private void grown(
            String name, String figure, ToDoubleFunction<SoakSample> column, double tolerance) {
        List<Double> values = samples.stream().map(column::applyAsDouble).toList();
        ToDoubleFunction<List<Double>> of =
                figure.equals("least") ? SoakVerdicts::least : SoakVerdicts::median;
        growth(
                name,
                figure + "_of_%s_quarter",
                of.applyAsDouble(first(values, 4)),
                of.applyAsDouble(last(values, 4)),
                tolerance,
                JUDGED);
    }

    private void growth(
            String name, String figure, double from, double to, double tolerance, Duration judged) {
        String figures =
                String.format(
                        Locale.ROOT,
                        "\"" + figure + "\": %.2f, \"" + figure + "\": %.2f, \"tolerance\": %.2f",
                        "first",
                        from,
                        "last",
                        to,
                        tolerance);
        if (length.compareTo(judged) < 0) {
            verdicts.put(name, "{" + figures + ", \"not_judged\": \"too short to judge\"}");
        } else {
            put(name, to - from <= tolerance, figures);
        }
    }

    private void put(String name, boolean holds, String figures) {
        good &= holds;
        String before = figures.isEmpty() ? "" : figures + ", ";
        verdicts.put(name, "{" + before + "\"holds\": " + holds + "}");
    }

    private static <T> List<T> first(List<T> values, int parts) {
        return values.subList(0, Math.min(values.size(), Math.max(1, values.size() / parts)));
    }

    private static <T> List<T> last(List<T> values, int parts) {
        return first(values.reversed(), parts);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
