package tori.peers.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * All runs and how they came about. Immutable.
 *
 * @param taken when the measurement began
 * @param command that repeats it
 * @param note about the circumstances
 * @param machine it ran on
 * @param options in full
 * @param runs in the order they were made
 * @param failures runs that came to nothing, each with its contender and the reason
 */
public record Result(
        String taken,
        String command,
        String note,
        Machine machine,
        Options options,
        List<Run> runs,
        List<String> failures) {

    public Result {
        runs = List.copyOf(runs);
        failures = List.copyOf(failures);
    }

    static Result of(
            Instant began,
            String command,
            Machine machine,
            Options options,
            List<Run> runs,
            List<String> failures) {
        return new Result(
                began.toString(), command, options.note(), machine, options, runs, failures);
    }

    /** The figures as a Markdown table, a line for each contender. */
    String table() {
        StringBuilder out = new StringBuilder();
        if (!note.isEmpty()) {
            out.append(note).append("\n\n");
        }
        out.append(
                """
                | contender | events/s | enqueued/s | CPU µs/event | at events/s | p50 ms | p99 ms | max ms | accepted p99 ms | order |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---|
                """);
        Map<String, List<Run>> byContender = new LinkedHashMap<>();
        for (Run run : runs) {
            byContender.computeIfAbsent(run.contender(), name -> new ArrayList<>()).add(run);
        }
        byContender.forEach((name, some) -> out.append(line(name, some)));
        out.append("\nMedian of the runs, smallest and largest in brackets.");
        byContender.forEach((name, some) -> out.append(remarks(name, some)));
        failures.forEach(failure -> out.append("\n- Failed: ").append(failure));
        return out.append('\n').toString();
    }

    private static String line(String name, List<Run> some) {
        return "| "
                + String.join(
                        " | ",
                        name,
                        spread(some, run -> run.rate().eventsPerSecond(), 0),
                        spread(some, run -> run.rate().enqueuedPerSecond(), 0),
                        spread(some, run -> run.rate().cpuMicrosPerEvent(), 0),
                        spread(some, run -> run.latency().offeredPerSecond(), 0),
                        spread(some, run -> run.latency().p50Micros() / 1e3, 1),
                        spread(some, run -> run.latency().p99Micros() / 1e3, 1),
                        spread(some, run -> run.latency().maxMicros() / 1e3, 1),
                        spread(some, run -> run.latency().acceptedP99Micros() / 1e3, 1),
                        some.getFirst().order())
                + " |\n";
    }

    /** What a reader should know beside the figures. */
    private static String remarks(String name, List<Run> some) {
        List<String> remarks = new ArrayList<>();
        remarks.add(some.getFirst().version());
        if (some.stream().anyMatch(run -> run.rate().cut())) {
            remarks.add(
                    "time was over with "
                            + spread(some, run -> run.rate().enqueued(), 0)
                            + " enqueued and "
                            + spread(some, run -> run.rate().marked(), 0)
                            + " delivered");
        }
        add(remarks, some, run -> run.latency().missing(), "not arrived at half the rate");
        add(remarks, some, run -> run.rate().outOfOrder(), "out of order at full rate");
        add(remarks, some, run -> run.latency().outOfOrder(), "out of order at half the rate");
        add(
                remarks,
                some,
                run -> run.rate().repeated() + run.latency().repeated(),
                "arrived more than once");
        return "\n- " + name + ": " + String.join("; ", remarks) + ".";
    }

    private static void add(
            List<String> remarks, List<Run> some, ToDoubleFunction<Run> count, String what) {
        if (some.stream().mapToDouble(count).anyMatch(value -> value > 0)) {
            remarks.add(spread(some, count, 0) + " " + what);
        }
    }

    private static String spread(List<Run> some, ToDoubleFunction<Run> figure, int decimals) {
        List<Double> sorted = some.stream().mapToDouble(figure).sorted().boxed().toList();
        int size = sorted.size();
        double median =
                size % 2 == 1
                        ? sorted.get(size / 2)
                        : (sorted.get(size / 2 - 1) + sorted.get(size / 2)) / 2;
        String format = "%,." + decimals + "f";
        String middle = String.format(Locale.ROOT, format, median);
        return size == 1
                ? middle
                : String.format(
                        Locale.ROOT,
                        "%s (" + format + "–" + format + ")",
                        middle,
                        sorted.getFirst(),
                        sorted.getLast());
    }
}
