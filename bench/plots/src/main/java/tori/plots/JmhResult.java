package tori.plots;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of JMH's. Immutable.
 *
 * @param benchmark class and method
 * @param parameters by name
 * @param threads that ran it
 * @param unit such as {@code us/op}
 * @param iterations the figure of each, of all forks, sorted
 * @param processor the processor time that each iteration took of the whole process for an
 *     operation, in nanoseconds, sorted; empty if it was not measured
 * @param handedOver the same for an event that made the whole way, where some did not; empty if
 *     that was not counted
 * @param bytes allocated per operation; not a number if it was not measured
 */
record JmhResult(
        String benchmark,
        Map<String, String> parameters,
        int threads,
        String unit,
        List<Double> iterations,
        List<Double> processor,
        List<Double> handedOver,
        double bytes) {

    JmhResult {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        iterations = iterations.stream().sorted().toList();
        processor = processor.stream().sorted().toList();
        handedOver = handedOver.stream().sorted().toList();
        if (iterations.isEmpty()) {
            throw new IllegalArgumentException(benchmark + " has no iterations");
        }
    }

    static JmhResult of(JsonNode json) {
        String[] name = json.path("benchmark").asText().split("\\.");
        Map<String, String> parameters = new TreeMap<>();
        json.path("params")
                .properties()
                .forEach(each -> parameters.put(each.getKey(), each.getValue().asText()));
        JsonNode metric = json.path("primaryMetric");
        JsonNode secondary = json.path("secondaryMetrics");
        return new JmhResult(
                name[name.length - 2] + "." + name[name.length - 1],
                parameters,
                json.path("threads").asInt(1),
                metric.path("scoreUnit").asText(),
                values(metric),
                values(secondary.path("cpu")),
                handedOver(secondary),
                secondary.path("gc.alloc.rate.norm").path("score").asDouble(Double.NaN));
    }

    /** Of each iteration: an operation is one event offered, and not all of these are taken. */
    private static List<Double> handedOver(JsonNode secondary) {
        List<Double> processor = values(secondary.path("cpu"));
        List<Double> offered = values(secondary.path("offered"));
        List<Double> taken = values(secondary.path("taken"));
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < Math.min(processor.size(), taken.size()); i++) {
            each.add(processor.get(i) * offered.get(i) / Math.max(1, taken.get(i)));
        }
        return each;
    }

    private static List<Double> values(JsonNode metric) {
        List<Double> values = new ArrayList<>();
        for (JsonNode fork : metric.path("rawData")) {
            fork.forEach(each -> values.add(each.asDouble()));
        }
        return values;
    }

    double least() {
        return iterations.getFirst();
    }

    double most() {
        return iterations.getLast();
    }

    double median() {
        return Numbers.median(iterations);
    }

    /** Of processor time where that was measured, else of time. */
    double medianCost() {
        return processor.isEmpty() ? median() : Numbers.median(processor);
    }

    /** The method's name. */
    String method() {
        return benchmark.substring(benchmark.indexOf('.') + 1);
    }

    /** Whether its class is called so. */
    boolean isOf(String type) {
        return benchmark.startsWith(type + ".");
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
