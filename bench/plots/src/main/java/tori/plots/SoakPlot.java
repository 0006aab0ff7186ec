package tori.plots;

import com.fasterxml.jackson.databind.JsonNode;

import org.knowm.xchart.XYChart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an hour under load does to tori. Takes {@code samples} of {@code soak.json}, each with
 * {@code s} seconds since its begin; of the other fields those whose names are asked for.
 */
final class SoakPlot implements Plot {

    /** What is drawn. */
    enum Line {
        /** What lives on the heap, and what the process takes. */
        MEMORY("soak-memory", "(live|resident)_mib", "Memory, highest of each minute", "MiB"),
        /** Things that leak. */
        COUNTS("soak-counts", "threads|sockets|files", "Threads, sockets and files", "number"),
        /** Of the collector. */
        PAUSES("soak-pauses", "pause.*_ms", "The collector's pauses, longest of each minute", "ms");

        private final String name;
        private final String fields;
        private final String title;
        private final String unit;

        Line(String name, String fields, String title, String unit) {
            this.name = name;
            this.fields = fields;
            this.title = title;
            this.unit = unit;
        }
    }

    private static final double SECONDS_PER_MINUTE = 60;

    private final Line line;

    SoakPlot(Line line) {
        this.line = line;
    }

    @Override
    public String name() {
        return line.name;
    }

    @Override
    public String figures() {
        return "soak";
    }

    @Override
    public String caption() {
        return line.title + ", of an hour under load.";
    }

    @Override
    public Optional<Drawing> draw(Results results) throws IOException {
        Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
        for (JsonNode run : results.runs("soak")) {
            for (JsonNode sample : run.path("samples")) {
                double minute = Math.floor(sample.path("s").asDouble() / SECONDS_PER_MINUTE);
                sample.properties()
                        .forEach(each -> {
                            if (each.getKey().matches(line.fields) && each.getValue().isNumber()) {
                                lines.computeIfAbsent(
                                                named(each.getKey()), ignored -> new TreeMap<>())
                                        .merge(minute, each.getValue().asDouble(), Math::max);
                            }
                        });
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        XYChart chart = Look.lines(line.title, "minutes", line.unit);
        chart.getStyler().setMarkerSize(0);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setyAxisTickLabelsFormattingFunction(Look::number);
        lines.forEach((name, points) ->
                chart.addSeries(
                        name, List.copyOf(points.keySet()), new ArrayList<>(points.values())));
        return Optional.of(new Drawing(chart));
    }

    private static String named(String figure) {
        return figure.replaceFirst("_(mib|ms)$", "").replace('_', ' ');
    }
}
