package tori.plots;

import com.fasterxml.jackson.databind.JsonNode;

import org.knowm.xchart.XYChart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a monitor costs against how many there are, beside sleeping virtual threads. Takes {@code
 * cases} of {@code monitors.json}: {@code kind}, {@code count} and {@code figures} with a {@code
 * median}.
 */
final class MonitorsPlot implements Plot {

    /** What is drawn. */
    enum Cost {
        /** Live heap of each. */
        BYTES("live_heap_bytes_each", "Live heap of each", "bytes"),
        /** Processor time of each poll or wake-up. */
        CPU("cpu_us_each", "Processor time of each poll or wake-up", "µs");

        private final String figure;
        private final String title;
        private final String unit;

        Cost(String figure, String title, String unit) {
            this.figure = figure;
            this.title = title;
            this.unit = unit;
        }
    }

    private static final Map<String, String> NAMES =
            Map.of(
                    "stub", "tori, stub transport",
                    "loopback", "tori, over loopback",
                    "threads", "a sleeping virtual thread each");

    private final Cost cost;

    MonitorsPlot(Cost cost) {
        this.cost = cost;
    }

    @Override
    public String name() {
        return "monitors-" + (cost == Cost.BYTES ? "bytes" : "cpu");
    }

    @Override
    public String figures() {
        return "monitors";
    }

    @Override
    public String caption() {
        return cost.title
                + ", against how many there are, beside as many sleeping virtual threads: medians.";
    }

    @Override
    public Optional<Drawing> draw(Results results) throws IOException {
        Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
        for (JsonNode run : results.runs("monitors")) {
            for (JsonNode each : run.path("cases")) {
                double value =
                        each.path("figures").path(cost.figure).path("median").asDouble(Double.NaN);
                if (value > 0) {
                    String kind = each.path("kind").asText();
                    lines.computeIfAbsent(
                                    NAMES.getOrDefault(kind, kind), ignored -> new TreeMap<>())
                            .putIfAbsent(Look.decades(each.path("count").asDouble(1)), value);
                }
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        XYChart chart = Look.lines(cost.title + ", against their number", "monitors", cost.unit);
        chart.getStyler().setxAxisTickLabelsFormattingFunction(Look.atDecades(Look::number));
        chart.getStyler().setyAxisTickLabelsFormattingFunction(Look::number);
        chart.getStyler().setYAxisMin(0.0);
        lines.forEach((name, line) ->
                chart.addSeries(
                        name, new ArrayList<>(line.keySet()), new ArrayList<>(line.values())));
        return Optional.of(new Drawing(chart));
    }
}
