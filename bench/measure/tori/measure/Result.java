package tori.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a measurement's runs said, each word for word, and the circumstances. One thread.
 *
 * <p>The file: {@code asks}, {@code taken}, {@code machine}, {@code quiet}, {@code command}, and
 * {@code runs}, each with {@code load_before}, {@code seconds}, {@code ended_well} and {@code
 * result}.
 */
final class Result {

    private final String asks;
    private final Map<String, Object> machine;
    private final boolean quiet;
    private final Instant taken = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<String> runs = new ArrayList<>();

    Result(String asks, Map<String, Object> machine, boolean quiet) {
        this.asks = asks;
        this.machine = machine;
        this.quiet = quiet;
    }

    /**
     * The JSON in a file: one text, or several, each on lines of its own, which become an array.
     * Null if there is none.
     */
    static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        // Maven, which some commands begin with, resets the terminal's colours even when quiet.
        String text = Files.readString(file).replaceAll("\u001B\\[[0-9;]*m", "").strip();
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.size() > 1
                && lines.stream().allMatch(line -> line.startsWith("{") && line.endsWith("}"))) {
            return "[\n" + String.join(",\n", lines) + "\n]";
        }
        boolean whole =
                text.startsWith("{") && text.endsWith("}")
                        || text.startsWith("[") && text.endsWith("]");
        return whole ? text : null;
    }

    void add(String load, Duration took, boolean good, String json) {
        runs.add(
                String.format(
                        Locale.ROOT,
                        "{\"load_before\": %s, \"seconds\": %d, \"ended_well\": %s,"
                                + " \"result\":\n%s}",
                        text(load),
                        took.toSeconds(),
                        good,
                        json));
    }

    /**
     * All of it.
     *
     * @param command as people type it
     */
    String json(String command) {
        String facts =
                machine.entrySet().stream()
                        .map(fact -> "\n    " + text(fact.getKey()) + ": " + value(fact.getValue()))
                        .collect(Collectors.joining(","));
        return """
        {
          "asks": %s,
          "taken": "%s",
          "command": %s,
          "machine": {%s
          },
          "quiet": %s,
          "runs": [
        %s
          ]
        }
        """
                .formatted(
                        text(asks), taken, text(command), facts, quiet, String.join(",\n", runs));
    }

    private static String value(Object value) {
        return value instanceof String string ? text(string) : String.valueOf(value);
    }

    private static String text(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
