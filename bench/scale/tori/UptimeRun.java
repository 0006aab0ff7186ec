package tori;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the packaged jar with many monitors of type {@code http} as an operator would see it: a
 * configuration, a process, its metrics. A server in a process of its own answers 200 on 64
 * addresses of the loopback interface. Started by bench/uptime; main thread only.
 */
public final class UptimeRun {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MONITORS_PER_SITE = 100;
    private static final int FIRST_SCRAPE_SECONDS = 120;

    /** The metrics speak of the last five minutes: the start is forgotten after six. */
    private static final int FORGOTTEN_SECONDS = 360;

    private static final Pattern QUANTILE =
            Pattern.compile("tori_schedule_lag_seconds\\{quantile=\"([0-9.]+)\"} (\\S+)");

    private static final Pattern POLLS =
            Pattern.compile("tori_polls_total\\{[^}]*result=\"([^\"]+)\"[^}]*} (\\S+)");

    /**
     * @param polls checks that ended
     * @param failed those of them that did not find everything in order
     */
    private record Counts(double polls, double failed, double cpuSeconds, long nanos) {}

    private final Map<String, String> given;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private UptimeRun(Map<String, String> given) {
        this.given = given;
    }

    /**
     * Options: {@code --count N}, {@code --interval SECONDS}, {@code --keep-alive false,true},
     * {@code --runs N}, {@code --seconds SECONDS}, {@code --warm-up SECONDS}, {@code --jar FILE},
     * {@code --java "FLAGS"}, {@code --out FILE}, {@code --command TEXT}.
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        new UptimeRun(given).run();
    }

    private int number(String option, int otherwise) {
        return Integer.parseInt(given.getOrDefault(option, Integer.toString(otherwise)));
    }

    private void run() throws Exception {
        ObjectNode report = JSON.createObjectNode();
        report.put("what", "the packaged jar with many monitors of type http");
        report.put("taken", Instant.now().toString());
        report.put("command", given.getOrDefault("--command", "bench/uptime"));
        report.put("java", Runtime.version().toString());
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("count", number("--count", 10_000));
        report.put("interval_seconds", number("--interval", 10));
        ArrayNode cases = report.putArray("cases");
        for (String kept : given.getOrDefault("--keep-alive", "false,true").split(",")) {
            ObjectNode into = cases.addObject().put("keep_alive", Boolean.parseBoolean(kept));
            ArrayNode runs = into.putArray("runs");
            List<ObjectNode> measured = new ArrayList<>();
            for (int run = 1; run <= number("--runs", 1); run++) {
                System.err.printf("keep_alive %s, run %d%n", kept, run);
                ObjectNode result = measure(kept);
                System.err.println(result);
                runs.add(result);
                measured.add(result);
            }
            into.set("figures", Spread.of(measured));
        }
        Path out = Path.of(given.getOrDefault("--out", "bench/results/uptime.json"));
        Files.writeString(
                out, JSON.writer(new DefaultPrettyPrinter()).writeValueAsString(report) + "\n");
        System.err.println("written: " + out);
    }

    private ObjectNode measure(String keepAlive) throws Exception {
        Path folder = Files.createTempDirectory("tori-uptime");
        Process server =
                java(List.of(
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "tori.NotModifiedServer"))
                        .start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String sitePort = out.readLine();
            if (sitePort == null) {
                throw new IOException("the server that is checked did not start");
            }
            return measure(folder, Integer.parseInt(sitePort), keepAlive);
        } finally {
            end(server);
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    private ObjectNode measure(Path folder, int sitePort, String keepAlive) throws Exception {
        int port = freePort();
        configure(folder, port, sitePort, keepAlive);
        List<String> command = new ArrayList<>();
        String flags = given.getOrDefault("--java", "").strip();
        if (!flags.isEmpty()) {
            command.addAll(List.of(flags.split("\\s+")));
        }
        command.add("-jar");
        command.add(
                Path.of(given.getOrDefault("--jar", "target/tori.jar"))
                        .toAbsolutePath()
                        .toString());
        Instant begun = Instant.now();
        Process tori =
                java(command)
                        .directory(folder.toFile())
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(folder.resolve("tori.log").toFile())
                        .start();
        try {
            awaitReady(tori, port);
            long readyMillis = Duration.between(begun, Instant.now()).toMillis();
            int seconds = number("--seconds", 60);
            watch(tori, number("--warm-up", FORGOTTEN_SECONDS - seconds));
            Counts before = counts(tori, port);
            watch(tori, seconds);
            String metrics = get(port, "/metrics");
            Counts after = counts(tori, port);
            ObjectNode result = JSON.createObjectNode();
            double polls = after.polls() - before.polls();
            double passed = (after.nanos() - before.nanos()) / 1e9;
            result.put("ready_ms", readyMillis);
            result.put("seconds", passed);
            result.put("checks_per_second", polls / passed);
            result.put("cpu_us_each", (after.cpuSeconds() - before.cpuSeconds()) * 1e6 / polls);
            result.put("processors_used", (after.cpuSeconds() - before.cpuSeconds()) / passed);
            result.put("failed", after.failed());
            Matcher quantiles = QUANTILE.matcher(metrics);
            while (quantiles.find()) {
                result.put(
                        "lag_p" + percent(quantiles.group(1)) + "_ms",
                        Double.parseDouble(quantiles.group(2)) * 1e3);
            }
            result.put("rss_bytes", status(tori, "VmRSS"));
            result.put("rss_peak_bytes", status(tori, "VmHWM"));
            page(result, port, "/");
            page(result, port, "/api/v1/status");
            result.put("metrics_bytes", metrics.length());
            return result;
        } finally {
            end(tori);
        }
    }

    /** How long a page takes, and how large it is. */
    private void page(ObjectNode result, int port, String path)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        int length = get(port, path).length();
        String name = path.equals("/") ? "page" : path.substring(path.lastIndexOf('/') + 1);
        result.put(name + "_ms", (System.nanoTime() - begun) / 1e6);
        result.put(name + "_bytes", length);
    }

    private static String percent(String quantile) {
        String percent = String.format(Locale.ROOT, "%.1f", Double.parseDouble(quantile) * 100);
        return percent.endsWith(".0") ? percent.substring(0, percent.length() - 2) : percent;
    }

    private void configure(Path folder, int port, int sitePort, String keepAlive)
            throws IOException {
        StringBuilder yaml = new StringBuilder();
        yaml.append(
                """
                server: {listen: "127.0.0.1:%d"}
                defaults: {interval: %ds, notify: [log]}
                destinations: {log: {type: file, path: events.jsonl}}
                sites:
                """
                        .formatted(port, number("--interval", 10)));
        for (int i = 0; i < number("--count", 10_000); i++) {
            if (i % MONITORS_PER_SITE == 0) {
                yaml.append("  - name: site-%d%n    monitors:%n".formatted(i / MONITORS_PER_SITE));
            }
            yaml.append(
                    "      - {name: m%d, type: http, url: \"http://127.0.0.%d:%d/%d\", keep_alive: %s}%n"
                            .formatted(
                                    i,
                                    1 + i % NotModifiedServer.ADDRESSES,
                                    sitePort,
                                    i,
                                    keepAlive));
        }
        Files.writeString(folder.resolve("config.yaml"), yaml);
    }

    private void awaitReady(Process tori, int port) throws IOException, InterruptedException {
        for (int second = 0; second < FIRST_SCRAPE_SECONDS * 10; second++) {
            if (!tori.isAlive()) {
                throw new IOException("tori ended at its start");
            }
            try {
                get(port, "/readyz");
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IOException("tori was not ready within " + FIRST_SCRAPE_SECONDS + " s");
    }

    private static void watch(Process tori, int seconds) throws IOException, InterruptedException {
        if (tori.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException("tori ended while it was measured");
        }
    }

    private Counts counts(Process tori, int port) throws IOException, InterruptedException {
        double polls = 0;
        double failed = 0;
        Matcher series = POLLS.matcher(get(port, "/metrics"));
        while (series.find()) {
            double count = Double.parseDouble(series.group(2));
            polls += count;
            failed += series.group(1).equals("ok") ? 0 : count;
        }
        double cpu = tori.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
        return new Counts(polls, failed, cpu, System.nanoTime());
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private static long status(Process process, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static ProcessBuilder java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
