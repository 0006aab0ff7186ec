package tori.measure;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long from starting {@code java -jar tori.jar} to the first poll arriving at a shop in another
 * process (this one), and the memory of the demo after it has idled for five seconds. The variants
 * take turns, so that what else the machine does meets all of them. Started by bench/start.
 *
 * <p>The clock is this process's: from before it starts the other (fork and exec are part of it) to
 * the first line of the request having been read. Process and database are new each time. Files are
 * in the page cache, or jar and archive are not: what the JDK consists of this process has mapped
 * itself, and it stays. The configuration has one monitor, whose first poll is due at once.
 */
public final class StartTimes {

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int TICK_MILLIS = 10;
    private static final int IDLE_SECONDS = 5;
    private static final int DEMO_RUNS = 3;

    /**
     * One way to start.
     *
     * @param options for TORI_JAVA_OPTS
     * @param plain whether the launcher leaves the JVM alone
     * @param archive whether an archive is made beforehand
     */
    private record Variant(String name, String options, boolean plain, boolean archive) {}

    private static final List<Variant> VARIANTS =
            List.of(
                    new Variant("java alone", "", true, false),
                    new Variant("first run", "", false, false),
                    new Variant("shipped", "", false, true),
                    new Variant("G1", "-XX:+UseG1GC", false, true),
                    new Variant("Parallel", "-XX:+UseParallelGC", false, true),
                    new Variant("ZGC", "-XX:+UseZGC", false, true),
                    new Variant("C1 only", "-XX:TieredStopAtLevel=1", false, true));

    /** Figures of one variant, in the order of measuring. */
    private static final class Figures {
        final List<Double> startMillis = new ArrayList<>();
        final List<Double> coldStartMillis = new ArrayList<>();
        final List<Double> cpuMillis = new ArrayList<>();
        final List<Double> rssMib = new ArrayList<>();
        final List<Double> anonymousMib = new ArrayList<>();
    }

    private final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    private final Path workplace;
    private final Path demo;

    private StartTimes(Path workplace, Path demo) {
        this.workplace = workplace;
        this.demo = demo;
    }

    /**
     * What was asked for.
     *
     * @param top the project's folder
     * @param runs of each variant, 1 or more
     */
    private record Settings(Path top, Path out, int runs, List<Variant> variants) {

        static Settings parse(String[] args) {
            Map<String, String> given = new LinkedHashMap<>();
            for (int i = 0; i < args.length; i += 2) {
                if (!List.of("--top", "--out", "--runs", "--only").contains(args[i])) {
                    throw new IllegalArgumentException(
                            args[i] + "? Options: --runs N --only NAME,NAME --out FILE.json");
                }
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException(args[i] + " needs a value");
                }
                given.put(args[i], args[i + 1]);
            }
            Path top = Path.of(given.get("--top"));
            String out = given.getOrDefault("--out", top + "/bench/results/start.json");
            return new Settings(
                    top,
                    Path.of(out),
                    runs(given.getOrDefault("--runs", "15")),
                    variants(given.get("--only")));
        }

        private static int runs(String text) {
            if (!text.matches("[1-9]\\d{0,3}")) {
                throw new IllegalArgumentException(
                        "--runs is " + text + "; give a whole number from 1 to 9999");
            }
            return Integer.parseInt(text);
        }

        private static List<Variant> variants(String only) {
            if (only == null) {
                return VARIANTS;
            }
            List<String> names = Arrays.asList(only.split(","));
            List<String> known = VARIANTS.stream().map(Variant::name).toList();
            for (String name : names) {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException(
                            "--only " + name + "? There are " + String.join(", ", known));
                }
            }
            return VARIANTS.stream().filter(variant -> names.contains(variant.name)).toList();
        }

        Path jar() {
            return top.resolve("target/tori.jar");
        }
    }

    /** Ends with 0 if all was measured, 1 if something failed, 2 if nothing was begun. */
    public static void main(String[] args) throws Exception {
        Settings settings;
        try {
            settings = Settings.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("bench/start: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        if (!Files.isRegularFile(settings.jar())) {
            System.err.println(
                    "bench/start: there is no target/tori.jar; make it with"
                            + " ./mvnw -q -DskipTests package");
            System.exit(USAGE);
        }
        try {
            measure(settings);
        } catch (IOException e) {
            System.err.println("bench/start: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void measure(Settings settings) throws Exception {
        Path jar = settings.jar();
        Path workplace = Files.createTempDirectory("tori-start");
        try {
            StartTimes times = new StartTimes(workplace, settings.top.resolve("config.yaml"));
            Map<Variant, Figures> figures = times.measure(jar, settings.variants, settings.runs);
            print(jar, figures);
            Files.writeString(settings.out, json(jar, settings.runs, figures));
            System.out.println("written: " + settings.out);
        } finally {
            new ProcessBuilder("rm", "-rf", workplace.toString()).start().waitFor();
        }
    }

    private Map<Variant, Figures> measure(Path jar, List<Variant> variants, int runs)
            throws Exception {
        Map<Variant, Figures> figures = new LinkedHashMap<>();
        for (Variant variant : variants) {
            figures.put(variant, new Figures());
            install(jar, variant);
        }
        for (int run = 0; run < runs; run++) {
            for (Variant variant : variants) {
                start(variant, figures.get(variant));
                evict(jar(variant).getParent());
                figures.get(variant).coldStartMillis.add(start(variant, new Figures()));
            }
        }
        for (int run = 0; run < DEMO_RUNS; run++) {
            for (Variant variant : variants) {
                idle(variant, figures.get(variant));
            }
        }
        return figures;
    }

    private Path jar(Variant variant) {
        return workplace.resolve(variant.name.replaceAll("\\W+", "-")).resolve("tori.jar");
    }

    private void install(Path jar, Variant variant) throws Exception {
        Path folder = Files.createDirectory(jar(variant).getParent());
        Files.copy(jar, jar(variant));
        // Where others may write, no archive is made or used.
        Files.setPosixFilePermissions(
                folder,
                PosixFilePermissions.fromString(variant.archive ? "rwxr-xr-x" : "rwxrwxrwx"));
        if (variant.archive) {
            Process make =
                    builder(
                                    variant,
                                    folder,
                                    "-cp",
                                    jar(variant).toString(),
                                    "tori.launcher.MakeArchive")
                            .start();
            if (make.waitFor() != 0) {
                throw new IOException("no archive could be made for " + variant.name);
            }
        }
    }

    private ProcessBuilder builder(Variant variant, Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectOutput(new File("/dev/null")).redirectError(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.contains("JAVA") || name.startsWith("XDG"));
        environment.put("HOME", "none");
        environment.put("TORI_JAVA_OPTS", variant.options);
        if (variant.plain) {
            environment.put("TORI_LAUNCHER", "plain");
        }
        return builder;
    }

    /** Takes the files of a folder out of the page cache. */
    private static void evict(Path folder) throws Exception {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Process process =
                        new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0")
                                .redirectError(new File("/dev/null"))
                                .start();
                if (process.waitFor() != 0) {
                    throw new IOException("dd could not take " + file + " out of the page cache");
                }
            }
        }
    }

    /** Adds to the figures, and returns the milliseconds. */
    private double start(Variant variant, Figures figures) throws Exception {
        Path folder = Files.createTempDirectory(workplace, "start");
        try (ServerSocket shop = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Files.writeString(folder.resolve("config.yaml"), config(shop.getLocalPort()));
            ProcessBuilder builder = builder(variant, folder, "-jar", jar(variant).toString());
            long begun = System.nanoTime();
            Process process = builder.start();
            try (Socket poll = shop.accept()) {
                var in = new BufferedReader(new InputStreamReader(poll.getInputStream()));
                String line = in.readLine();
                figures.startMillis.add((System.nanoTime() - begun) / 1e6);
                figures.cpuMillis.add(cpuMillis(process));
                if (line == null || !line.startsWith("GET /products.json")) {
                    throw new IOException("no poll, but " + line);
                }
                return figures.startMillis.getLast();
            } finally {
                stop(process);
            }
        }
    }

    private static String config(int port) {
        return """
        defaults: {interval: 30s, notify: [screen]}
        destinations: {screen: {type: console}}
        store: {url: "sqlite:tori.db"}
        server: {listen: "127.0.0.1:0"}
        sites: [{name: shop, url: "http://127.0.0.1:%d", monitors: [{name: all, type: shopify}]}]
        """
                .formatted(port);
    }

    private void idle(Variant variant, Figures figures) throws Exception {
        Path folder = Files.createTempDirectory(workplace, "demo");
        String config = Files.readString(demo).replace("127.0.0.1:8080", "127.0.0.1:0");
        Files.writeString(folder.resolve("config.yaml"), config);
        Process process = builder(variant, folder, "-jar", jar(variant).toString()).start();
        try {
            Path events = folder.resolve("events.jsonl");
            long begun = System.nanoTime();
            while (!Files.exists(events) && System.nanoTime() - begun < 60e9) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            for (String line : Files.readAllLines(proc(process, "smaps_rollup"))) {
                if (line.startsWith("Rss:")) {
                    figures.rssMib.add(mib(line));
                } else if (line.startsWith("Anonymous:")) {
                    figures.anonymousMib.add(mib(line));
                }
            }
        } finally {
            stop(process);
        }
    }

    private static double mib(String line) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }

    private static Path proc(Process process, String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** Of all threads, user and system. */
    private static double cpuMillis(Process process) throws IOException {
        String stat = Files.readString(proc(process, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * (double) TICK_MILLIS;
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static double share(List<Double> figures, double share) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1.0, share * sorted.size()));
    }

    private static void print(Path jar, Map<Variant, Figures> figures) throws IOException {
        System.out.printf(Locale.ROOT, "jar: %.1f MB%n%n", Files.size(jar) / 1e6);
        System.out.println(
                "| variant | to first poll, median | p90 | min–max | not cached, median | min–max |"
                        + " CPU | RSS | anonymous |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        figures.forEach((variant, each) ->
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.0f ms | %.0f ms | %.0f–%.0f ms | %.0f ms | %.0f–%.0f ms"
                                + " | %.0f ms | %.0f MiB | %.0f MiB |%n",
                        variant.name,
                        share(each.startMillis, 0.5),
                        share(each.startMillis, 0.9),
                        share(each.startMillis, 0),
                        share(each.startMillis, 1),
                        share(each.coldStartMillis, 0.5),
                        share(each.coldStartMillis, 0),
                        share(each.coldStartMillis, 1),
                        share(each.cpuMillis, 0.5),
                        share(each.rssMib, 0.5),
                        share(each.anonymousMib, 0.5)));
    }

    private static String json(Path jar, int runs, Map<Variant, Figures> figures)
            throws IOException {
        List<String> variants = new ArrayList<>();
        figures.forEach((variant, each) ->
                variants.add(
                        """
                        {"name": "%s", "options": "%s",
                         "start_ms": %s,
                         "cold_start_ms": %s,
                         "cpu_ms": %s,
                         "idle_demo_rss_mib": %s,
                         "idle_demo_anonymous_mib": %s}\
                        """
                                .formatted(
                                        variant.name,
                                        variant.options,
                                        summary(each.startMillis),
                                        summary(each.coldStartMillis),
                                        summary(each.cpuMillis),
                                        summary(each.rssMib),
                                        summary(each.anonymousMib))));
        return """
        {
          "what": "java -jar to the first poll received, and memory of the idle demo",
          "clock": "of the shop: from before fork and exec of java to the request's first line",
          "start_ms": "with all files in the page cache",
          "cold_start_ms": "with jar and archive not in the page cache; the JDK's files are",
          "java": "%s",
          "processors": %d,
          "machine": "%s",
          "load_average": "%s",
          "runs": %d,
          "jar_bytes": %d,
          "variants": [
        %s
          ]
        }
        """
                .formatted(
                        Runtime.version(),
                        Runtime.getRuntime().availableProcessors(),
                        machine(),
                        Files.readString(Path.of("/proc/loadavg"), StandardCharsets.US_ASCII)
                                .strip(),
                        runs,
                        Files.size(jar),
                        String.join(",\n", variants));
    }

    private static String summary(List<Double> figures) {
        return String.format(
                Locale.ROOT,
                "{\"median\": %.1f, \"p90\": %.1f, \"min\": %.1f, \"max\": %.1f, \"all\": %s}",
                share(figures, 0.5),
                share(figures, 0.9),
                share(figures, 0),
                share(figures, 1),
                figures.stream().map(each -> String.format(Locale.ROOT, "%.1f", each)).toList());
    }

    private static String machine() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
