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
 * What an hour under load does to heap and pauses. Takes {@code samples} of {@code soak.json}, each
 * with {@code seconds} since its begin; of the other fields those whose names hold a word.
 */
final class SoakPlot implements Plot {

    /** What is drawn. */
    enum Line {
        /** Of the heap what lives. */
        HEAP("soak-heap", "heap", "Heap after a collection, highest of each minute", "MiB"),
        /** Of the collector. */
        PAUSES("soak-pauses", "pause", "The collector's pauses, longest of each minute", "ms");

        private final String name;
        private final String word;
        private final String title;
        private final String unit;

        Line(String name, String word, String title, String unit) {
            this.name = name;
            this.word = word;
            this.title = title;
            this.unit = unit;
        }
    }

    private static final String BYTES = "_bytes";
    private static final double MIB = 1 << 20;
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
    public Optional<Drawing> draw(Results results) throws IOException {
        Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
        for (JsonNode run : results.runs("soak")) {
            for (JsonNode sample : run.path("samples")) {
                double minute = Math.floor(sample.path("seconds").asDouble() / SECONDS_PER_MINUTE);
                sample.properties().forEach(each -> {
                    if (each.getKey().contains(line.word) && each.getValue().isNumber()) {
                        double value = each.getValue().asDouble();
                        lines.computeIfAbsent(named(each.getKey()), ignored -> new TreeMap<>())
                                .merge(
                                        minute,
                                        each.getKey().endsWith(BYTES) ? value / MIB : value,
                                        Math::max);
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
                        name,
                        List.copyOf(points.keySet()),
                        new ArrayList<>(points.values())));
        return Optional.of(new Drawing(chart));
    }

    private static String named(String figure) {
        return figure.replaceFirst("_(bytes|ms)$", "").replace('_', ' ');
    }
}
