package tori.measure;

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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** The last look, and writing the recording, take some seconds on a slow machine. */
    private static final Duration ENDING = Duration.ofSeconds(20);

    private static final Duration SHORTEST = ENDING.multipliedBy(3);

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

    private final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    private final Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private final Path top;
    private final Map<String, String> given;
    private final Duration length;
    private final Duration every;
    private final List<SoakSample> samples = new ArrayList<>();

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
        if (soak.length.compareTo(SoakVerdicts.JUDGED) < 0) {
            System.err.println(
                    "bench/soak: shorter than "
                            + SoakVerdicts.JUDGED.toMinutes()
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
        return judge(
                jar,
                recording,
                process.exitValue() == 0,
                result.toString(),
                String.join(" ", command));
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
        // First: jcmd has a thread of its own in the JVM it asks.
        SoakSample sample = SoakSample.of(pid, (System.nanoTime() - start) / 1e9);
        if (full) {
            exec(List.of(jcmd.toString(), "" + pid, "GC.run"));
            String info = exec(List.of(jcmd.toString(), "" + pid, "GC.heap_info"));
            sample = sample.withLiveMib(heapUsed(info));
        }
        samples.add(sample);
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

    private boolean judge(Path jar, Path recording, boolean complete, String load, String command)
            throws Exception {
        Path kept = given.containsKey("--keep") ? Path.of(given.get("--keep")) : null;
        if (kept != null) {
            Files.copy(recording, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> read = List.of(java.toString(), "-jar", jar.toString(), "profile", "summary");
        System.out.print(exec(plus(read, recording.toString())));
        String summary = exec(plus(plus(read, "--json"), recording.toString()));
        Matcher pause = Pattern.compile("(?s)\"pauses\".*?\"p99_ns\" : (\\d+)").matcher(summary);
        if (!pause.find()) {
            throw new IOException("the summary says nothing of pauses");
        }
        SoakVerdicts verdicts =
                new SoakVerdicts(length, samples, complete, Double.parseDouble(pause.group(1)));
        Path out = Path.of(option("--out", top + "/bench/results/soak.json"));
        String options = summary.replace(jar.getParent() + "/", "");
        Files.writeString(out, json(command, load, options, verdicts));
        verdicts.byName().forEach((name, verdict) -> System.out.println(name + ": " + verdict));
        System.out.println("written: " + out);
        return verdicts.allHold();
    }

    private String json(String command, String load, String summary, SoakVerdicts verdicts) {
        StringBuilder json = new StringBuilder("{\n  \"command\": \"bench/soak");
        given.forEach((name, value) -> {
            if (!List.of("--top", "--out", "--keep").contains(name)) {
                json.append(' ').append(name);
                json.append(name.equals("--pin") ? "" : " " + value);
            }
        });
        return json.append("\",\n  \"load_command\": \"")
                .append(command.replaceAll("\\S*/", ""))
                .append("\",\n  \"runs\": 1,\n  \"pinned\": ")
                .append(given.containsKey("--pin"))
                .append(",\n  \"live_heap\": \"used after jcmd GC.run; judged from second ")
                .append(verdicts.heapJudgedFromSeconds())
                .append("\",\n  \"verdicts\": ")
                .append(verdicts.json())
                .append(",\n  \"samples\": [\n    ")
                .append(
                        samples.stream()
                                .map(SoakSample::json)
                                .collect(Collectors.joining(",\n    ")))
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
