package tori;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Prints what {@code -rf json} of JMH has written as a table in Markdown. Takes the file's name. A
 * benchmark with a parameter {@code through} is set beside its own row {@code through=tori}.
 */
public final class JmhTable {

    private static final String PEER = "through";

    private JmhTable() {}

    /** Reads the file named first. */
    public static void main(String[] args) throws IOException {
        JsonNode runs = new ObjectMapper().readTree(new File(args[0]));
        Map<String, Double> ours = new HashMap<>();
        for (JsonNode run : runs) {
            if (run.path("params").path(PEER).asText().equals("tori")) {
                ours.put(row(run), cost(run));
            }
        }
        System.out.println(
                "| benchmark | through | ns, median (least to most) | CPU ns, median (least to"
                        + " most) | CPU, tori / this | B | taken |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|");
        for (JsonNode run : runs) {
            Double our = ours.get(row(run));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %s |%n",
                    row(run),
                    run.path("params").path(PEER).asText(),
                    spread(values(run.path("primaryMetric"))),
                    spread(values(secondary(run, "cpu"))),
                    our == null ? "" : "%.2f".formatted(our / cost(run)),
                    bytes(secondary(run, "gc.alloc.rate.norm")),
                    share(secondary(run, "taken"), secondary(run, "offered")));
        }
    }

    private static String row(JsonNode run) {
        StringBuilder row = new StringBuilder(run.path("benchmark").asText());
        row.delete(0, row.lastIndexOf(".", row.lastIndexOf(".") - 1) + 1);
        run.path("params")
                .properties()
                .forEach(param -> {
                    if (!param.getKey().equals(PEER)) {
                        row.append(", ").append(param.getValue().asText());
                        row.append(' ').append(param.getKey());
                    }
                });
        return row.toString();
    }

    /** Processor time where it was measured. */
    private static double cost(JsonNode run) {
        double[] cpu = values(secondary(run, "cpu"));
        return median(cpu.length > 0 ? cpu : values(run.path("primaryMetric")));
    }

    private static JsonNode secondary(JsonNode run, String name) {
        return run.path("secondaryMetrics").path(name);
    }

    private static double[] values(JsonNode metric) {
        return StreamSupport.stream(metric.path("rawData").spliterator(), false)
                .flatMap(fork -> StreamSupport.stream(fork.spliterator(), false))
                .mapToDouble(JsonNode::asDouble)
                .sorted()
                .toArray();
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static String spread(double[] sorted) {
        return sorted.length == 0
                ? ""
                : "%.1f (%.1f to %.1f)"
                        .formatted(median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static String bytes(JsonNode metric) {
        double[] sorted = values(metric);
        return sorted.length == 0 ? "" : "%.1f".formatted(median(sorted));
    }

    private static String share(JsonNode taken, JsonNode offered) {
        double all = Arrays.stream(values(offered)).sum();
        return all == 0 ? "" : "%.1f %%".formatted(100 * Arrays.stream(values(taken)).sum() / all);
    }
}
