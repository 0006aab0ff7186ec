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
 * @param bytes allocated per operation; not a number if it was not measured
 */
record JmhResult(
        String benchmark,
        Map<String, String> parameters,
        int threads,
        String unit,
        List<Double> iterations,
        double bytes) {

    JmhResult {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        iterations = iterations.stream().sorted().toList();
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
        List<Double> iterations = new ArrayList<>();
        JsonNode metric = json.path("primaryMetric");
        for (JsonNode fork : metric.path("rawData")) {
            fork.forEach(each -> iterations.add(each.asDouble()));
        }
        return new JmhResult(
                name[name.length - 2] + "." + name[name.length - 1],
                parameters,
                json.path("threads").asInt(1),
                metric.path("scoreUnit").asText(),
                iterations,
                json.path("secondaryMetrics")
                        .path("gc.alloc.rate.norm")
                        .path("score")
                        .asDouble(Double.NaN));
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
