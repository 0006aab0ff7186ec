package tori.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One look at a process from outside ({@code /proc}). One thread.
 *
 * @param seconds since tori was up
 * @param sockets open descriptors that are sockets
 * @param files the other open descriptors
 * @param residentMib what it takes of the machine's memory
 * @param liveMib the live heap; not a number unless everything was collected for this look
 */
record SoakSample(
        double seconds, int threads, int sockets, int files, double residentMib, double liveMib) {

    private static final double KIB_PER_MIB = 1024;

    static SoakSample of(long pid, double seconds) throws IOException {
        String status = Files.readString(Path.of("/proc/" + pid + "/status"));
        List<Path> descriptors;
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            descriptors = open.toList();
        }
        int sockets = 0;
        int files = 0;
        for (Path descriptor : descriptors) {
            try {
                if (Files.readSymbolicLink(descriptor).toString().startsWith("socket:")) {
                    sockets++;
                } else {
                    files++;
                }
            } catch (NoSuchFileException e) {
                // Closed since the list was made.
            }
        }
        return new SoakSample(
                seconds,
                (int) number(status, "Threads:\\s+(\\d+)"),
                sockets,
                files,
                number(status, "VmRSS:\\s+(\\d+) kB") / KIB_PER_MIB,
                Double.NaN);
    }

    SoakSample withLiveMib(double mib) {
        return new SoakSample(seconds, threads, sockets, files, residentMib, mib);
    }

    boolean hasLiveMib() {
        return !Double.isNaN(liveMib);
    }

    String json() {
        String live =
                hasLiveMib() ? String.format(Locale.ROOT, ", \"live_mib\": %.2f", liveMib) : "";
        return String.format(
                Locale.ROOT,
                "{\"s\": %.0f, \"threads\": %d, \"sockets\": %d, \"files\": %d,"
                        + " \"resident_mib\": %.1f%s}",
                seconds,
                threads,
                sockets,
                files,
                residentMib,
                live);
    }

    private static double number(String text, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IOException("nothing like " + pattern + " was said");
        }
        return Double.parseDouble(matcher.group(1));
    }
}
