package tori.plots;

import org.knowm.xchart.XYChart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a poll costs against the number of products on the page, beside parsing it. */
final class PageSizePlot implements Plot {

    private static final Map<String, String> NAMES =
            Map.of(
                    "CompareBenchmark.jackson", "Jackson streaming alone",
                    "CompareBenchmark.pollUnchanged", "tori, unchanged",
                    "CompareBenchmark.pollOneChange", "tori, one change",
                    "InflateBenchmark.inflate", "inflating gzip alone",
                    "InflateBenchmark.pollUnchanged", "tori, gzip, unchanged",
                    "InflateBenchmark.pollOneChange", "tori, gzip, one change");

    @Override
    public String name() {
        return "page-size";
    }

    @Override
    public String figures() {
        return "page-size";
    }

    @Override
    public String caption() {
        return "A poll against the size of its page, beside parsing or inflating it: medians of all"
                + " iterations; least and most are in the table.";
    }

    @Override
    public Optional<Drawing> draw(Results results) throws IOException {
        Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
        for (JmhResult figure : results.jmh("page-size")) {
            String name = NAMES.get(figure.benchmark());
            if (name != null && figure.parameters().containsKey("products")) {
                lines.computeIfAbsent(name, ignored -> new TreeMap<>())
                        .put(Double.valueOf(figure.parameter("products")), figure.median());
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        XYChart chart = Look.lines("A poll, against the size of the page", "products", "µs");
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setyAxisTickLabelsFormattingFunction(Look::number);
        lines.forEach((name, line) ->
                chart.addSeries(
                        name, new ArrayList<>(line.keySet()), new ArrayList<>(line.values())));
        return Optional.of(new Drawing(chart));
    }
}
