package tori.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the figures were taken on, and whether it was quiet. Linux; one thread. */
final class Machine {

    /** A processor that does more than this beside the measurement shows in its figures. */
    private static final double QUIET_SHARE = 0.10;

    private static final int LOOK_SECONDS = 2;

    private static final List<String> VARIABLES_WITH_OPTIONS =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "TORI_JAVA_OPTS");

    private Machine() {}

    /** One minute's, five minutes' and fifteen minutes' load average. */
    static String load() throws IOException {
        String line = Files.readString(Path.of("/proc/loadavg"), StandardCharsets.US_ASCII);
        return String.join(" ", List.of(line.split(" ")).subList(0, 3));
    }

    /**
     * The share of the processors' time that is used now, from 0 to 1. Takes two seconds. The load
     * average still shows minutes later what has ended; this does not.
     */
    static double busy() throws IOException, InterruptedException {
        long[] before = ticks();
        TimeUnit.SECONDS.sleep(LOOK_SECONDS);
        long[] after = ticks();
        long all = after[0] - before[0];
        return all == 0 ? 0 : (double) (all - after[1] + before[1]) / all;
    }

    static boolean isQuiet(double busy) {
        return busy <= QUIET_SHARE;
    }

    /** All ticks of all processors, and those in which they had nothing to do. */
    private static long[] ticks() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
        long all = 0;
        for (int i = 1; i <= 8; i++) {
            all += Long.parseLong(fields[i]);
        }
        return new long[] {all, Long.parseLong(fields[4]) + Long.parseLong(fields[5])};
    }

    /** Names and values, for the head of a result. */
    static Map<String, Object> facts(Path top) throws IOException, InterruptedException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("processor", first("/proc/cpuinfo", "model name"));
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("memory", first("/proc/meminfo", "MemTotal"));
        facts.put("system", "Linux " + System.getProperty("os.version"));
        facts.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
        VARIABLES_WITH_OPTIONS.forEach(name -> {
            String value = System.getenv(name);
            if (value != null) {
                facts.put(name, value);
            }
        });
        // Of the program, not of figures that were committed since.
        facts.put(
                "commit",
                git(top, "log", "-1", "--format=%h", "--", ".", ":!bench/results", ":!README.md"));
        facts.put("changed", !git(top, "status", "--porcelain", "-uno", "--", "src").isEmpty());
        return facts;
    }

    private static String first(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String git(Path top, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder git = new ProcessBuilder("git");
        git.command().addAll(List.of(arguments));
        try {
            Process process =
                    git.directory(top.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said.strip() : "";
        } catch (IOException e) {
            return ""; // no git: then the commit is not known
        }
    }
}
