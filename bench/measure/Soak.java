import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A long run of tori under moderate load with Flight Recorder on. The load is {@code tori load
 * discord}, which starts the tori that is observed; this program looks at that process from outside
 * ({@code /proc}, {@code jcmd}) and judges at the end. Started by bench/soak.
 *
 * <p>The live heap is what is used right after {@code jcmd GC.run}, which collects everything: at
 * the beginning, every few minutes, and at the end. These collections are left out of the pauses
 * that are judged, as nobody asks for them otherwise; what they took is kept beside.
 */
public final class Soak {

    private static final int SAMPLE_SECONDS = 5;

    /** Classes load and code is compiled; caches fill: what grows in this time is no leak. */
    private static final Duration SETTLING = Duration.ofSeconds(60);

    /**
     * In a long run growth of the live heap is judged from here. Until then two bounded memories
     * fill: the fates of the last 32,768 steps of events (8 minutes at 72 a second), and the
     * messages that are struck out once what they told has sold out (13 minutes, in which the
     * default load changes each of its variants once).
     */
    private static final Duration FILLING = Duration.ofMinutes(15);

    /** Less leaves too few looks after that. */
    private static final Duration HEAP_JUDGED = Duration.ofMinutes(40);

    /** The last look, and writing the recording, take some seconds on a slow machine. */
    private static final Duration ENDING = Duration.ofSeconds(20);

    private static final Duration SHORTEST = ENDING.multipliedBy(3);

    /** In less, quarters hold a look or two, and what still warms up looks like a leak. */
    private static final Duration JUDGED = Duration.ofMinutes(10);

    private static final int USAGE = 2;

    /** What people may give a value. */
    private static final List<String> OPTIONS =
            List.of(
                    "--duration",
                    "--rate",
                    "--events",
                    "--stores",
                    "--products",
                    "--webhooks",
                    "--interval",
                    "--every",
                    "--out",
                    "--keep");

    private static final Pattern PROCESS = Pattern.compile("tori runs as process (\\d+)");
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    /** Growth below these is noise: a few caches, a thread more for a burst. */
    private static final double HEAP_TOLERANCE_MIB = 2;

    private static final double HEAP_TOLERANCE = 0.05;
    private static final int THREAD_TOLERANCE = 3;
    private static final int DESCRIPTOR_TOLERANCE = 8;
    private static final double PAUSE_P99_NANOS = 1e6;

    /** One look from outside; live heap only where everything was collected before. */
    private record Sample(
            double seconds, int threads, int descriptors, double residentMib, double liveMib) {}

    private final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    private final Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private final Path top;
    private final Map<String, String> given;
    private final Duration length;
    private final Duration every;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, String> verdicts = new LinkedHashMap<>();

    private Soak(Path top, Map<String, String> given) {
        this.top = top;
        this.given = given;
        this.length = duration(option("--duration", "1h"));
        this.every = duration(option("--every", "2m"));
        if (length.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "a soak takes at least " + SHORTEST.toSeconds() + " s");
        }
        if (every.isZero()) {
            throw new IllegalArgumentException("--every must be more than nothing");
        }
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> given;
        Soak soak;
        try {
            given = parse(args);
            soak = new Soak(Path.of(given.get("--top")), given);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/soak: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        if (!Files.isRegularFile(soak.jar())) {
            System.err.println(
                    "bench/soak: there is no target/tori.jar; make it with"
                            + " ./mvnw -q -DskipTests package");
            System.exit(USAGE);
        }
        if (soak.length.compareTo(JUDGED) < 0) {
            System.err.println(
                    "bench/soak: shorter than "
                            + JUDGED.toMinutes()
                            + " minutes: whether anything grows is not judged");
        }
        Path folder = Files.createTempDirectory("tori-soak");
        Process[] load = new Process[1];
        Thread atExit =
                new Thread(() -> {
                    if (load[0] != null) {
                        load[0].destroy();
                    }
                });
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            boolean good = soak.run(folder, load);
            exec(List.of("rm", "-rf", folder.toString()));
            System.exit(good ? 0 : 1);
        } catch (IOException e) {
            System.err.println("bench/soak: " + e.getMessage() + "; files are kept in " + folder);
            System.exit(1);
        }
    }

    private static Map<String, String> parse(String[] args) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--pin")) {
                given.put("--pin", "yes");
            } else if (!OPTIONS.contains(args[i]) && !args[i].equals("--top")) {
                throw new IllegalArgumentException(
                        args[i] + "? Options: --pin " + String.join(" ", OPTIONS));
            } else if (i + 1 == args.length || args[i + 1].startsWith("--")) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            } else {
                given.put(args[i], args[++i]);
            }
        }
        return given;
    }

    private String option(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    private Path jar() {
        return top.resolve("target/tori.jar");
    }

    private static Duration duration(String text) {
        Matcher parts = Pattern.compile("(\\d{1,6})(s|m|h)").matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no duration; write 90s, 30m or 1h");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private boolean run(Path folder, Process[] load) throws Exception {
        Path jar = folder.resolve("tori.jar");
        Files.copy(jar(), jar);
        System.err.println("making the archive …");
        // Or tori would make it in the background, in the middle of the soak.
        exec(List.of(java.toString(), "-cp", jar.toString(), "tori.launcher.MakeArchive"));

        List<String> command = loadCommand(jar);
        CompletableFuture<Long> found = new CompletableFuture<>();
        StringBuilder result = new StringBuilder();
        Process process = new ProcessBuilder(command).start();
        load[0] = process;
        Thread out = read(process.getInputStream(), line -> result.append(line).append('\n'));
        Thread err =
                read(
                        process.getErrorStream(),
                        line -> {
                            System.err.println(line);
                            Matcher matcher = PROCESS.matcher(line);
                            if (matcher.find()) {
                                found.complete(Long.parseLong(matcher.group(1)));
                            }
                        });
        process.onExit().thenRun(() -> found.complete(0L));
        long pid = found.get(3, TimeUnit.MINUTES);
        if (pid == 0) {
            err.join();
            throw new IOException("the load ended before tori was up");
        }
        pin(process.pid(), pid);
        Path recording = folder.resolve("soak.jfr");
        observe(pid, recording);
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            throw new IOException("the load does not end");
        }
        out.join();
        verdicts.put("load_complete", "{\"holds\": " + (process.exitValue() == 0) + "}");
        return judge(jar, recording, result.toString(), String.join(" ", command));
    }

    private List<String> loadCommand(Path jar) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(java.toString(), "-jar", jar.toString(), "load", "discord"));
        command.addAll(List.of("--json", "--duration", length.toSeconds() + "s"));
        command.addAll(List.of("--stores", option("--stores", "80")));
        command.addAll(List.of("--products", option("--products", "25")));
        command.addAll(List.of("--webhooks", option("--webhooks", "80")));
        command.addAll(List.of("--interval", option("--interval", "2s")));
        command.addAll(List.of("--rate", option("--rate", "8")));
        command.addAll(List.of("--events", option("--events", "10")));
        return command;
    }

    private void pin(long load, long tori) throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        if (given.containsKey("--pin") && processors > 1) {
            exec(List.of("taskset", "-a", "-p", "-c", "1-" + (processors - 1), "" + load));
            exec(List.of("taskset", "-a", "-p", "-c", "0", "" + tori));
        }
    }

    /** Records from now until the load stops changing stores, and a little before tori ends. */
    private void observe(long pid, Path recording) throws Exception {
        long start = System.nanoTime();
        Duration settling =
                SETTLING.compareTo(length.dividedBy(4)) < 0 ? SETTLING : length.dividedBy(4);
        TimeUnit.NANOSECONDS.sleep(settling.toNanos());
        exec(
                List.of(
                        jcmd.toString(),
                        "" + pid,
                        "JFR.start",
                        "name=soak",
                        "maxsize=2g",
                        "settings=" + top.resolve("profiles/tori.jfc")));
        sample(pid, start, true);
        Duration nextFull = settling.plus(every);
        // The last look and the recording's writing must be done while tori still runs.
        Duration last = length.minus(ENDING);
        while (Duration.ofNanos(System.nanoTime() - start).compareTo(last) < 0) {
            Duration left = last.minusNanos(System.nanoTime() - start);
            TimeUnit.NANOSECONDS.sleep(
                    Math.max(1, Math.min(left.toNanos(), SAMPLE_SECONDS * 1_000_000_000L)));
            boolean full = Duration.ofNanos(System.nanoTime() - start).compareTo(nextFull) >= 0;
            if (full) {
                nextFull = nextFull.plus(every);
            }
            sample(pid, start, full);
        }
        sample(pid, start, true);
        exec(List.of(jcmd.toString(), "" + pid, "JFR.dump", "name=soak", "filename=" + recording));
        exec(List.of(jcmd.toString(), "" + pid, "JFR.stop", "name=soak"));
    }

    private void sample(long pid, long start, boolean full) throws Exception {
        double liveMib = Double.NaN;
        // /proc first: jcmd has a thread of its own in the JVM it asks.
        int threads;
        int descriptors;
        double resident;
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            String status = Files.readString(Path.of("/proc/" + pid + "/status"));
            descriptors = (int) files.count();
            threads = (int) number(status, "Threads:\\s+(\\d+)");
            resident = number(status, "VmRSS:\\s+(\\d+) kB") / 1024;
        }
        if (full) {
            exec(List.of(jcmd.toString(), "" + pid, "GC.run"));
            String info = exec(List.of(jcmd.toString(), "" + pid, "GC.heap_info"));
            liveMib = heapUsed(info);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        samples.add(new Sample(seconds, threads, descriptors, resident, liveMib));
    }

    /** Sums the spaces of the heap: Serial and Parallel name two, the others one. */
    private static double heapUsed(String info) {
        Matcher used = USED.matcher(info.replaceAll("(?s)Metaspace.*", ""));
        long kib = 0;
        while (used.find()) {
            kib += Long.parseLong(used.group(1));
        }
        if (kib == 0) {
            Matcher mib = Pattern.compile("[Uu]sed (\\d+)M").matcher(info);
            while (mib.find()) {
                kib += 1024 * Long.parseLong(mib.group(1));
            }
        }
        return kib / 1024.0;
    }

    private boolean judge(Path jar, Path recording, String load, String command) throws Exception {
        Path kept = given.containsKey("--keep") ? Path.of(given.get("--keep")) : null;
        if (kept != null) {
            Files.copy(recording, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> read = List.of(java.toString(), "-jar", jar.toString(), "profile", "summary");
        System.out.print(exec(plus(read, recording.toString())));
        String summary = exec(plus(plus(read, "--json"), recording.toString()));
        List<Double> live =
                samples.stream()
                        .filter(sample -> sample.seconds >= judgedFromSeconds())
                        .map(Sample::liveMib)
                        .filter(mib -> !Double.isNaN(mib))
                        .toList();
        double first = mean(live.subList(0, part(live, 3)));
        verdict(
                "live_heap_mib",
                "third",
                first,
                mean(live.subList(live.size() - part(live, 3), live.size())),
                Math.max(HEAP_TOLERANCE_MIB, HEAP_TOLERANCE * first),
                HEAP_JUDGED);
        List<Double> threads = column(sample -> sample.threads);
        verdict("threads", "quarter", early(threads), late(threads), THREAD_TOLERANCE, JUDGED);
        List<Double> descriptors = column(sample -> sample.descriptors);
        verdict(
                "descriptors",
                "quarter",
                early(descriptors),
                late(descriptors),
                DESCRIPTOR_TOLERANCE,
                JUDGED);
        double pause = number(summary, "(?s)\"pauses\".*?\"p99_ns\" : (\\d+)");
        boolean pauses = pause < PAUSE_P99_NANOS;
        verdicts.put(
                "gc_pause_p99",
                String.format(
                        Locale.ROOT,
                        "{\"value_ms\": %.3f, \"below_ms\": 1, \"holds\": %s}",
                        pause / 1e6,
                        pauses));
        Path out = Path.of(option("--out", top + "/bench/results/soak.json"));
        Files.writeString(out, json(command, load, summary));
        verdicts.forEach((name, verdict) -> System.out.println(name + ": " + verdict));
        System.out.println("written: " + out);
        return verdicts.values().stream()
                .noneMatch(verdict -> verdict.contains("\"holds\": false"));
    }

    private void verdict(
            String name, String part, double from, double to, double tolerance, Duration judged) {
        verdicts.put(
                name,
                String.format(
                        Locale.ROOT,
                        "{\"first_%s\": %.2f, \"last_%s\": %.2f, \"tolerance\": %.2f, %s}",
                        part,
                        from,
                        part,
                        to,
                        tolerance,
                        length.compareTo(judged) < 0
                                ? "\"not_judged\": \"too short to judge\""
                                : "\"holds\": " + (to - from <= tolerance)));
    }

    private interface Column {
        double of(Sample sample);
    }

    private List<Double> column(Column column) {
        return samples.stream().map(column::of).toList();
    }

    private long judgedFromSeconds() {
        return length.compareTo(HEAP_JUDGED) < 0 ? 0 : FILLING.toSeconds();
    }

    private static int part(List<Double> values, int parts) {
        return Math.max(1, values.size() / parts);
    }

    /** Of an hour's looks each showed one of two levels 3.5 MiB apart; why is not known. */
    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static double early(List<Double> values) {
        return median(values.subList(0, part(values, 4)));
    }

    private static double late(List<Double> values) {
        int quarter = part(values, 4);
        return median(values.subList(values.size() - quarter, values.size()));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private String json(String command, String load, String summary) {
        StringBuilder json = new StringBuilder("{\n  \"command\": \"bench/soak");
        given.forEach((name, value) -> {
            if (!List.of("--top", "--out", "--keep").contains(name)) {
                json.append(' ').append(name);
                json.append(name.equals("--pin") ? "" : " " + value);
            }
        });
        json.append("\",\n  \"load_command\": \"")
                .append(command.replaceAll("\\S*/", ""))
                .append("\",\n  \"runs\": 1,\n  \"pinned\": ")
                .append(given.containsKey("--pin"))
                .append(",\n  \"live_heap\": \"used after jcmd GC.run; judged from second ")
                .append(judgedFromSeconds())
                .append("\",\n  \"verdicts\": {\n");
        List<String> lines = new ArrayList<>();
        verdicts.forEach((name, verdict) -> lines.add("    \"" + name + "\": " + verdict));
        json.append(String.join(",\n", lines)).append("\n  },\n  \"samples\": [\n");
        lines.clear();
        for (Sample sample : samples) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "    {\"s\": %.0f, \"threads\": %d, \"descriptors\": %d,"
                                    + " \"resident_mib\": %.1f%s}",
                            sample.seconds,
                            sample.threads,
                            sample.descriptors,
                            sample.residentMib,
                            Double.isNaN(sample.liveMib)
                                    ? ""
                                    : String.format(
                                            Locale.ROOT, ", \"live_mib\": %.2f", sample.liveMib)));
        }
        return json.append(String.join(",\n", lines))
                .append("\n  ],\n  \"load\": ")
                .append(load.isBlank() ? "null" : load.strip())
                .append(",\n  \"recording\": ")
                .append(summary.strip())
                .append("\n}\n")
                .toString();
    }

    private static List<String> plus(List<String> words, String word) {
        List<String> all = new ArrayList<>(words);
        all.add(word);
        return all;
    }

    private static double number(String text, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IOException("nothing like " + pattern + " was said");
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static Thread read(
            java.io.InputStream stream, java.util.function.Consumer<String> each) {
        return Thread.startVirtualThread(() -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line; (line = reader.readLine()) != null; ) {
                    each.accept(line);
                }
            } catch (IOException e) {
                each.accept("(output ended: " + e.getMessage() + ")");
            }
        });
    }

    private static String exec(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + said.strip());
        }
        return said;
    }
}
