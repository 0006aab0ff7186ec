package tori;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the pauses of the garbage collector from the JVM's log, which tells them to the microsecond
 * whatever the collector. Any thread.
 */
final class Pauses {

    /** What the JVM is to be started with. */
    static String option(Path log) {
        return "-Xlog:gc,gc+phases:file=" + log + ":uptimemillis:filecount=0";
    }

    private static final Pattern PAUSE =
            Pattern.compile("\\[(\\d+)ms\\].* Pause .* (\\d+\\.\\d+)ms$");

    private Pauses() {}

    /** Adds up what happened between two instants, in milliseconds since the JVM's start. */
    static void describe(Path log, long fromMillis, long toMillis, ObjectNode into)
            throws IOException {
        List<Double> pauses = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.find()) {
                long at = Long.parseLong(pause.group(1));
                if (at >= fromMillis && at <= toMillis) {
                    pauses.add(Double.parseDouble(pause.group(2)));
                }
            }
        }
        Collections.sort(pauses);
        into.put("gc_pauses", pauses.size());
        into.put("gc_pause_p50_ms", share(pauses, 0.5));
        into.put("gc_pause_p99_ms", share(pauses, 0.99));
        into.put("gc_pause_max_ms", share(pauses, 1));
        into.put("gc_pause_sum_ms", pauses.stream().mapToDouble(Double::doubleValue).sum());
    }

    private static double share(List<Double> sorted, double share) {
        if (sorted.isEmpty()) {
            return 0;
        }
        int rank = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.clamp(rank, 0, sorted.size() - 1));
    }
}
