package tori.plots;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * JMH's figures as a Markdown table, in its order. CPU is the processor time of the whole process
 * for an operation, median and least to most; where events were counted, that for each event that
 * was handed over stands beside it.
 */
final class JmhTable {

    private JmhTable() {}

    static String of(List<JmhResult> figures) {
        boolean counted = figures.stream().anyMatch(figure -> !figure.handedOver().isEmpty());
        StringBuilder table = new StringBuilder();
        table.append("| benchmark | parameters | unit | min | median | max | CPU | ")
                .append(counted ? "CPU per event handed over | " : "")
                .append("B/op | iterations |\n");
        table.append("|---|---|---|---:|---:|---:|---:|")
                .append(counted ? "---:|" : "")
                .append("---:|---:|\n");
        for (JmhResult figure : figures) {
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %s | %.1f | %.1f | %.1f | %s | %s%s | %d |%n",
                            figure.benchmark(),
                            parameters(figure),
                            figure.unit(),
                            figure.least(),
                            figure.median(),
                            figure.most(),
                            processor(figure.processor()),
                            counted ? processor(figure.handedOver()) + " | " : "",
                            bytes(figure.bytes()),
                            figure.iterations().size()));
        }
        return table.toString();
    }

    private static String parameters(JmhResult figure) {
        return figure.parameters().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Median, least and most. */
    private static String processor(List<Double> nanos) {
        return nanos.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.1f (%.1f–%.1f)",
                        Numbers.median(nanos),
                        nanos.getFirst(),
                        nanos.getLast());
    }

    /** Of what rounds to nothing the profiler's own part is most. */
    private static String bytes(double bytes) {
        return Double.isNaN(bytes) ? "" : String.format(Locale.ROOT, "%.0f", bytes);
    }
}
