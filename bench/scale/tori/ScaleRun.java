package tori;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import tori.launcher.ShippedFlags;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures many monitors, and as many sleeping threads beside them: each case in a JVM of its own
 * with the same options, the cases in turn, so often as asked. Started by bench/monitors and
 * bench/collectors; main thread only.
 */
public final class ScaleRun {

    /** What a case takes at most besides its warm-up and interval. */
    private static final int SPARE_SECONDS = 900;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One measurement to be repeated.
     *
     * @param name unique
     * @param kind of {@link ScaleCase}
     * @param flags of the JVM
     */
    private record Case(
            String name, String kind, int count, int hosts, int products, List<String> flags) {}

    private final Map<String, String> given;
    private final Path workplace;
    private final int warmUpSeconds;
    private final int seconds;

    private ScaleRun(Map<String, String> given, Path workplace) {
        this.given = given;
        this.workplace = workplace;
        this.warmUpSeconds = number("--warm-up", 60);
        this.seconds = number("--seconds", 60);
    }

    /**
     * Options: {@code --count N,N}, {@code --cases stub,loopback,threads}, {@code --products N},
     * {@code --change-every POLLS}, {@code --hosts N} (0: one for each site), {@code --runs N},
     * {@code --warm-up SECONDS}, {@code --seconds SECONDS}, {@code --interval SECONDS}, {@code
     * --java "FLAGS"} or several sets of them, told apart by {@code |}, {@code --out FILE}.
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        Path workplace = Files.createTempDirectory("tori-scale");
        try {
            new ScaleRun(given, workplace).run();
        } finally {
            new ProcessBuilder("rm", "-rf", workplace.toString()).start().waitFor();
        }
    }

    private int number(String option, int otherwise) {
        return Integer.parseInt(given.getOrDefault(option, Integer.toString(otherwise)));
    }

    private void run() throws Exception {
        int runs = number("--runs", 3);
        Map<Case, List<ObjectNode>> results = new LinkedHashMap<>();
        cases().forEach(each -> results.put(each, new ArrayList<>()));
        String loadBefore = loadAverage();
        for (int run = 1; run <= runs; run++) {
            for (Map.Entry<Case, List<ObjectNode>> each : results.entrySet()) {
                System.err.printf("run %d of %d: %s%n", run, runs, each.getKey().name());
                ObjectNode result = measure(each.getKey());
                each.getValue().add(result);
                // Should a later case fail, this one was not for nothing.
                ObjectNode shown = result.deepCopy();
                shown.remove("classes");
                System.err.println(shown);
            }
        }
        ObjectNode report = report(runs, loadBefore, results);
        print(results);
        Path out = Path.of(given.getOrDefault("--out", "bench/results/monitors.json"));
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter()
                        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                        .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        Files.writeString(out, JSON.writer(printer).writeValueAsString(report) + "\n");
        System.err.println("written: " + out);
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        String[] sets = given.getOrDefault("--java", "").split("\\|", -1);
        for (String count : given.getOrDefault("--count", "100000,1000000").split(",")) {
            for (String kind : given.getOrDefault("--cases", "stub,loopback,threads").split(",")) {
                for (String set : sets) {
                    add(cases, kind, Integer.parseInt(count), set.strip());
                }
            }
        }
        return cases;
    }

    private void add(List<Case> cases, String kind, int count, String set) {
        // A server on the same two cores would take most of them.
        if (kind.equals("loopback") && count > 100_000) {
            return;
        }
        List<String> wanted = set.isEmpty() ? List.of() : Arrays.asList(set.split("\\s+"));
        int hosts = number("--hosts", kind.equals("loopback") ? NotModifiedServer.ADDRESSES : 0);
        cases.add(
                new Case(
                        (kind + " " + count + " " + set).strip(),
                        kind,
                        count,
                        hosts == 0 ? count : hosts,
                        number("--products", 0),
                        ShippedFlags.with(wanted)));
    }

    private ObjectNode measure(Case each) throws Exception {
        Path folder = Files.createTempDirectory(workplace, "case");
        if (!each.kind().equals("loopback")) {
            return measure(each, folder, 0);
        }
        Process server = java(List.of("-Xmx512m"), "tori.NotModifiedServer").start();
        try (BufferedReader out = reader(server)) {
            String port = out.readLine();
            if (port == null) {
                throw new IOException("the server of the shops did not start");
            }
            return measure(each, folder, Integer.parseInt(port));
        } finally {
            end(server);
        }
    }

    private ObjectNode measure(Case each, Path folder, int port) throws Exception {
        Path log = folder.resolve("gc.log");
        List<String> flags = new ArrayList<>(each.flags());
        flags.add(Pauses.option(log));
        ProcessBuilder builder =
                java(
                        flags,
                        "tori.ScaleCase",
                        each.kind(),
                        Integer.toString(each.count()),
                        Integer.toString(each.hosts()),
                        Integer.toString(port),
                        Integer.toString(each.products()),
                        Integer.toString(number("--change-every", 0)),
                        Integer.toString(warmUpSeconds),
                        Integer.toString(seconds),
                        Integer.toString(number("--interval", 60)),
                        log.toString());
        Process process = builder.directory(folder.toFile()).start();
        Thread guard = Thread.ofVirtual().start(() -> bound(process));
        try (BufferedReader out = reader(process)) {
            String line = null;
            for (String next = out.readLine(); next != null; next = out.readLine()) {
                line = next;
            }
            if (process.waitFor() != 0 || line == null || !line.startsWith("{")) {
                throw new IOException(each.name() + " failed: " + line);
            }
            return (ObjectNode) JSON.readTree(line);
        } finally {
            guard.interrupt();
            end(process);
        }
    }

    private void bound(Process process) {
        try {
            if (!process.waitFor(warmUpSeconds + seconds + SPARE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static ProcessBuilder java(List<String> flags, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private ObjectNode report(int runs, String loadBefore, Map<Case, List<ObjectNode>> results)
            throws IOException {
        ObjectNode report = JSON.createObjectNode();
        report.put("what", "site x monitor pollers in one process");
        report.put("taken", Instant.now().toString());
        report.put("command", given.getOrDefault("--command", "bench/monitors"));
        report.put("java", Runtime.version().toString());
        report.put("machine", machine());
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("load_average_before", loadBefore);
        report.put("load_average_after", loadAverage());
        report.put("runs", runs);
        report.put("warm_up_seconds", warmUpSeconds);
        report.put("seconds", seconds);
        report.put("change_every_polls", number("--change-every", 0));
        report.put("interval_seconds", number("--interval", 60));
        ArrayNode cases = report.putArray("cases");
        results.forEach((each, measured) -> {
            ObjectNode into = cases.addObject();
            into.put("name", each.name());
            into.put("kind", each.kind());
            into.put("count", each.count());
            into.put("flags", String.join(" ", each.flags()));
            into.set("figures", Spread.of(measured));
            ArrayNode all = into.putArray("runs");
            measured.forEach(all::add);
        });
        return report;
    }

    private static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg"), StandardCharsets.US_ASCII).strip();
    }

    private static String machine() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static void print(Map<Case, List<ObjectNode>> results) {
        System.out.println(
                "| case | per second | lag p50 | p99 | p99.9 | max ms | CPU µs each | wheel µs |"
                        + " heap B each | RSS MiB | pauses | p99 ms | max ms | failures |");
        System.out.println("|---|" + "---:|".repeat(13));
        results.forEach((each, measured) -> {
            JsonNode figures = Spread.of(measured);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %.2f | %.2f | %.1f | %.1f | %.1f | %.0f | %.0f | %.0f |"
                            + " %.2f | %.2f | %.0f |%n",
                    each.name(),
                    median(figures, "per_second"),
                    median(figures, "lag_p50_ms"),
                    median(figures, "lag_p99_ms"),
                    median(figures, "lag_p99.9_ms"),
                    median(figures, "lag_max_ms"),
                    median(figures, "cpu_us_each"),
                    median(figures, "wheel_cpu_us_each"),
                    median(figures, "live_heap_bytes_each"),
                    median(figures, "rss_bytes") / (1 << 20),
                    median(figures, "gc_pauses"),
                    median(figures, "gc_pause_p99_ms"),
                    median(figures, "gc_pause_max_ms"),
                    median(figures, "failures"));
        });
    }

    private static double median(JsonNode figures, String name) {
        return figures.path(name).path("median").asDouble();
    }
}
