package tori;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Prints what {@code -rf json} of JMH has written as a table in Markdown. Takes the file's name. A
 * benchmark with a parameter {@code through} is set beside its own row {@code through=tori}: by
 * what an operation costs, and, where events were counted that make the whole way, by what each of
 * those costs.
 */
public final class JmhTable {

    private static final String PEER = "through";

    private JmhTable() {}

    /** Reads the file named first. */
    public static void main(String[] args) throws IOException {
        JsonNode runs = new ObjectMapper().readTree(new File(args[0]));
        Map<String, Double> ours = new HashMap<>();
        Map<String, Double> oursHandedOver = new HashMap<>();
        for (JsonNode run : runs) {
            if (run.path("params").path(PEER).asText().equals("tori")) {
                ours.put(row(run), cost(run));
                oursHandedOver.put(row(run), median(handedOver(run)));
            }
        }
        System.out.println(
                "| benchmark | through | ns, median (least to most) | CPU ns, median (least to"
                        + " most) | tori / this | CPU ns per event handed over | tori / this | B"
                        + " | handed over |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|");
        for (JsonNode run : runs) {
            double[] handedOver = handedOver(run);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %s | %s | %s | %s |%n",
                    row(run),
                    run.path("params").path(PEER).asText(),
                    spread(values(run.path("primaryMetric"))),
                    spread(values(secondary(run, "cpu"))),
                    ratio(ours.get(row(run)), cost(run)),
                    spread(handedOver),
                    ratio(oursHandedOver.get(row(run)), median(handedOver)),
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

    /** What an event costs that makes the whole way, of each iteration; empty if not counted. */
    private static double[] handedOver(JsonNode run) {
        double[] cpu = unsorted(secondary(run, "cpu"));
        double[] taken = unsorted(secondary(run, "taken"));
        double[] offered = unsorted(secondary(run, "offered"));
        return IntStream.range(0, Math.min(cpu.length, taken.length))
                .mapToDouble(i -> cpu[i] * offered[i] / Math.max(1, taken[i]))
                .sorted()
                .toArray();
    }

    /** Empty if one of them was not measured. */
    private static String ratio(@Nullable Double our, double other) {
        return our == null || our.isNaN() || Double.isNaN(other)
                ? ""
                : "%.2f".formatted(our / other);
    }

    private static JsonNode secondary(JsonNode run, String name) {
        return run.path("secondaryMetrics").path(name);
    }

    private static double[] values(JsonNode metric) {
        double[] values = unsorted(metric);
        Arrays.sort(values);
        return values;
    }

    private static double[] unsorted(JsonNode metric) {
        return StreamSupport.stream(metric.path("rawData").spliterator(), false)
                .flatMap(fork -> StreamSupport.stream(fork.spliterator(), false))
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** Not a number if there are none. */
    private static double median(double[] sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
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
