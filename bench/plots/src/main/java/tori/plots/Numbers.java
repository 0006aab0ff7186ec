package tori.plots;

import java.util.List;

/** Sums over few figures. */
final class Numbers {

    private Numbers() {}

    /** The one in the middle, or the mean of the two there; there must be one. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }
}
