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
import java.util.regex.Pattern;

/**
 * Latency by percentile, while little happens and in a storm, measured inside and outside. Takes
 * every object of {@code latency-*.json} whose name ends in {@code _ns} and that holds percentiles
 * ({@code p50}, {@code p999}), but for the waits for a poll, which are as long as its interval; of
 * the stages that tori itself records the last.
 */
final class LatencyPlot implements Plot {

    private static final List<String> LOADS = List.of("idle", "storm");
    private static final Pattern PERCENTILE = Pattern.compile("p[0-9]{2,6}");
    private static final String UNIT = "_ns";

    /** From a change, not from the page that shows it. */
    private static final String WAIT = "change_to_";

    private static final Map<String, String> NAMES =
            Map.of("page_to_alert", "outside", "floor", "two bare hops");

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String figures() {
        return "latency-idle";
    }

    @Override
    public String caption() {
        return "Detect → send by percentile, while little happens and in a storm: medians of the"
                + " runs.";
    }

    @Override
    public Optional<Drawing> draw(Results results) throws IOException {
        XYChart chart =
                Look.lines(
                        "From the byte that shows a change to the first byte of its alert",
                        "percentile",
                        "");
        chart.getStyler()
                .setxAxisTickLabelsFormattingFunction(Look.atDecades(LatencyPlot::percent));
        chart.getStyler().setyAxisTickLabelsFormattingFunction(Look.atDecades(Look::time));
        for (String load : LOADS) {
            of(results.runs("latency-" + load))
                    .forEach((series, curve) ->
                            chart.addSeries(
                                    load + ", " + series,
                                    new ArrayList<>(curve.keySet()),
                                    new ArrayList<>(curve.values())));
        }
        if (chart.getSeriesMap().isEmpty()) {
            return Optional.empty();
        }
        Look.toWholeDecades(chart);
        return Optional.of(new Drawing(chart));
    }

    /** By name of the series and 1 / (1 − share) the median of the runs, both as decades. */
    private static Map<String, Map<Double, Double>> of(List<JsonNode> runs) {
        Map<String, Map<Double, List<Double>>> all = new LinkedHashMap<>();
        for (JsonNode run : runs) {
            JsonNode inside = run.path("inside_ns").path("first_byte");
            if (inside.isObject()) {
                collect(inside, all.computeIfAbsent("inside", ignored -> new TreeMap<>()));
            }
            run.properties()
                    .forEach(each -> {
                        String name = each.getKey();
                        if (name.endsWith(UNIT) && !name.startsWith(WAIT)) {
                            String series = name.substring(0, name.length() - UNIT.length());
                            collect(
                                    each.getValue(),
                                    all.computeIfAbsent(
                                            NAMES.getOrDefault(series, series.replace('_', ' ')),
                                            ignored -> new TreeMap<>()));
                        }
                    });
        }
        Map<String, Map<Double, Double>> medians = new LinkedHashMap<>();
        all.forEach((series, curve) -> {
            Map<Double, Double> median = new TreeMap<>();
            curve.forEach((x, values) ->
                    median.put(Look.decades(x), Look.decades(Numbers.median(values))));
            if (!median.isEmpty()) {
                medians.put(series, median);
            }
        });
        return medians;
    }

    private static void collect(JsonNode percentiles, Map<Double, List<Double>> into) {
        percentiles
                .properties()
                .forEach(each -> {
                    double value = each.getValue().asDouble();
                    if (PERCENTILE.matcher(each.getKey()).matches() && value > 0) {
                        String digits = each.getKey().substring(1);
                        double share = Double.parseDouble("0." + digits);
                        // So that a share said with more digits falls on the same point.
                        double x = Math.round(1e6 / (1 - share)) / 1e6;
                        into.computeIfAbsent(x, ignored -> new ArrayList<>()).add(value);
                    }
                });
    }

    /** The inverse, in per cent. */
    private static String percent(double x) {
        return Look.percent(100 * (1 - 1 / x));
    }
}
