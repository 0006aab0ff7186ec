package tori.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes the figures again: builds the jar, then runs each {@link Measurement} by itself, one after
 * the other, and keeps what it says with the circumstances under which it said it. What fails does
 * not keep the others from being measured. Started by bench/run; main thread only.
 */
public final class MeasureAll {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    /** Leaves time for what has just ended, and gives up on what does not end. */
    private static final int LOOKS_FOR_QUIET = 15;

    private static final int BUILD_MINUTES = 15;
    private static final int ARCHIVE_MINUTES = 3;
    private static final int PLOT_MINUTES = 5;
    private static final String ARCHIVE = "$java -cp target/tori.jar tori.launcher.MakeArchive";

    private final Settings settings;
    private final Path logs;
    private final List<String> done = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    private MeasureAll(Settings settings) {
        this.settings = settings;
        this.logs = settings.top.resolve("target/bench");
    }

    /**
     * What was asked for.
     *
     * @param brief whether only to see that everything works
     * @param busyAnyway whether to measure although the machine does other things
     */
    private record Settings(
            Path top,
            Path out,
            List<Measurement> measurements,
            boolean list,
            boolean brief,
            boolean busyAnyway) {

        static Settings parse(String[] args) {
            Map<String, String> given = new LinkedHashMap<>();
            Set<String> flags = new HashSet<>();
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--top", "--out", "--only" -> {
                        if (i + 1 == args.length) {
                            throw new IllegalArgumentException(args[i] + " needs a value");
                        }
                        given.put(args[i], args[++i]);
                    }
                    case "--list", "--short", "--with-soak", "--busy-anyway" -> flags.add(args[i]);
                    default ->
                            throw new IllegalArgumentException(
                                    args[i]
                                            + "? Options: --only NAME,… --list --short --with-soak"
                                            + " --busy-anyway --out FOLDER");
                }
            }
            Path top = Path.of(given.get("--top"));
            boolean brief = flags.contains("--short");
            String results = brief ? "target/bench/results" : "bench/results";
            return new Settings(
                    top,
                    Path.of(given.getOrDefault("--out", top.resolve(results).toString()))
                            .toAbsolutePath(),
                    chosen(
                            given.get("--only"),
                            // A list is of all there are.
                            flags.contains("--with-soak") || flags.contains("--list")),
                    flags.contains("--list"),
                    brief,
                    brief || flags.contains("--busy-anyway"));
        }

        private static List<Measurement> chosen(String only, boolean soak) {
            if (only == null) {
                return Measurement.ALL.stream()
                        .filter(measurement -> soak || !measurement.isSoak())
                        .toList();
            }
            List<String> names = Arrays.asList(only.split(","));
            List<String> known = Measurement.ALL.stream().map(Measurement::name).toList();
            for (String name : names) {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException(name + "? There are " + known);
                }
            }
            return Measurement.ALL.stream()
                    .filter(measurement -> names.contains(measurement.name()))
                    .toList();
        }
    }

    /** Ends with 0 if all was measured, 1 if something failed, 2 if nothing was begun. */
    public static void main(String[] args) throws Exception {
        Settings settings;
        try {
            settings = Settings.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/run: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        if (settings.list) {
            settings.measurements.forEach(MeasureAll::print);
            return;
        }
        System.exit(new MeasureAll(settings).run());
    }

    private static void print(Measurement measurement) {
        System.out.printf(
                "%-18s %s; %d × at most %d minutes%s%n                   %s%n",
                measurement.name(),
                measurement.asks(),
                measurement.runs(),
                measurement.minutes(),
                measurement.isSoak() ? "; only --with-soak or --only soak" : "",
                measurement.full());
    }

    private int run() throws Exception {
        Files.createDirectories(logs);
        Files.createDirectories(settings.out);
        if (!settings.busyAnyway && !isQuiet()) {
            System.err.println(
                    "bench/run: the machine is busy with something else (load average "
                            + Machine.load()
                            + "); its figures would say nothing. --busy-anyway measures all the"
                            + " same and notes it.");
            return USAGE;
        }
        if (!step("build", "$maven -q -DskipTests package", BUILD_MINUTES)) {
            System.err.println(
                    "bench/run: the build failed, nothing was measured: " + log("build"));
            return USAGE;
        }
        // Or the first run would be of a tori without one, which makes it meanwhile for the next.
        if (!step("archive", ARCHIVE, ARCHIVE_MINUTES)) {
            System.err.println(
                    "bench/run: the archive for fast starts could not be made, nothing was"
                            + " measured: "
                            + log("archive"));
            return USAGE;
        }
        for (Measurement measurement : settings.measurements) {
            measure(measurement);
        }
        if (!step("plots", plot(), PLOT_MINUTES)) {
            failed.add("plots: see " + log("plots"));
        }
        System.out.println("measured: " + String.join(", ", done));
        left.forEach(sentence -> System.out.println("left out: " + sentence));
        failed.forEach(sentence -> System.out.println("FAILED:   " + sentence));
        System.out.println("results:  " + settings.out);
        return failed.isEmpty() ? 0 : FAILED;
    }

    private boolean isQuiet() throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS_FOR_QUIET; look++) {
            if (Machine.isQuiet(Machine.busy())) {
                return true;
            }
        }
        return false;
    }

    private String plot() {
        return "bench/plot --results '" + settings.out + "'";
    }

    private void measure(Measurement measurement) throws IOException, InterruptedException {
        String name = measurement.name();
        if (!measurement.needs().isEmpty()
                && !Files.exists(settings.top.resolve(measurement.needs()))) {
            left.add(name + ": there is no " + measurement.needs());
            return;
        }
        boolean quiet = settings.brief ? Machine.isQuiet(Machine.busy()) : isQuiet();
        if (!quiet) {
            System.out.println(name + ": the machine is not quiet, which the result will say");
        }
        Result result = new Result(measurement.asks(), Machine.facts(settings.top), quiet);
        String command = settings.brief ? measurement.brief() : measurement.full();
        int runs = settings.brief ? 1 : measurement.runs();
        for (int run = 1; run <= runs; run++) {
            System.out.printf(Locale.ROOT, "%s, run %d of %d …%n", name, run, runs);
            long begun = System.nanoTime();
            String load = Machine.load();
            Path raw = logs.resolve(name + "-" + run + ".json");
            Files.deleteIfExists(raw);
            boolean good = step(name, filled(command, raw), minutes(measurement));
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            boolean toFile = command.contains("$raw") || command.contains("$stem");
            String json = Result.read(toFile ? raw : output(name));
            if (!good || json == null) {
                failed.add(name + (json == null ? ", without a result" : "") + ": " + log(name));
            }
            if (json == null) {
                return;
            }
            // Also what did not end well: a criterion that does not hold is a figure, too.
            // Where this folder lies says nothing to others.
            result.add(load, took, good, json.replace(settings.top + "/", ""));
        }
        Files.writeString(measurement.result(settings.out), result.json(shown(command)));
        done.add(name);
    }

    private int minutes(Measurement measurement) {
        return settings.brief ? Math.max(2, measurement.minutes() / 3) : measurement.minutes();
    }

    /** As people type it, without the names of folders on this machine. */
    private static String shown(String command) {
        return command.replace("$maven", "./mvnw")
                .replace("$java", "java")
                .replace(" -rf json -rff $raw", "")
                .replace(" --out $raw", "")
                .replace(" --out $stem", "");
    }

    private static String filled(String command, Path raw) {
        String file = raw.toString();
        return command.replace("$raw", file)
                .replace("$stem", file.substring(0, file.length() - ".json".length()));
    }

    private Path output(String name) {
        return logs.resolve(name + ".out");
    }

    private Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /** Runs it to its end, or ends it with all that it started; whether it ended well by itself. */
    private boolean step(String name, String command, int minutes)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", command)
                        .directory(settings.top.toFile())
                        .redirectOutput(output(name).toFile())
                        .redirectError(log(name).toFile());
        builder.environment().putIfAbsent("maven", System.getenv().getOrDefault("MAVEN", "./mvnw"));
        String java = System.getProperty("java.home") + "/bin";
        builder.environment().put("java", java + "/java");
        // Maven that itself runs on the right Java starts others by what comes first here.
        builder.environment().merge("PATH", java, (path, first) -> first + ":" + path);
        Process process = builder.start();
        if (process.waitFor(minutes, TimeUnit.MINUTES)) {
            if (process.exitValue() != 0) {
                tail(name).forEach(line -> System.out.println("  | " + line));
            }
            return process.exitValue() == 0;
        }
        System.out.println(name + ": still running after " + minutes + " minutes, and ended");
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        return false;
    }

    /** The last lines that it left, of standard error if there are any. */
    private List<String> tail(String name) throws IOException {
        Path file = Files.size(log(name)) > 0 ? log(name) : output(name);
        List<String> lines = Files.readAllLines(file);
        return lines.subList(Math.max(0, lines.size() - 8), lines.size());
    }
}
