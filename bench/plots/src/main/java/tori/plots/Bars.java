package tori.plots;

import org.knowm.xchart.CategoryChart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Bars in groups, with what is missing left out. One thread. */
final class Bars {

    private final Map<String, Map<String, Double>> bars = new LinkedHashMap<>();

    /** A bar: of a colour with the others of the series, beside the others of the group. */
    void put(String series, String group, double value) {
        bars.computeIfAbsent(series, ignored -> new LinkedHashMap<>()).put(group, value);
    }

    /** Empty without bars; ours are the first of each group. */
    Optional<Drawing> draw(CategoryChart chart) {
        TreeSet<String> groups = new TreeSet<>();
        bars.values().forEach(each -> groups.addAll(each.keySet()));
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        List<String> order = new ArrayList<>(bars.keySet());
        order.sort(Comparator.comparing(series -> !series.startsWith("tori")));
        for (String series : order) {
            List<Double> column = new ArrayList<>();
            groups.forEach(group -> column.add(bars.get(series).get(group)));
            chart.addSeries(series, new ArrayList<>(groups), column);
        }
        return Optional.of(new Drawing(chart));
    }
}
