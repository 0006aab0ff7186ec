package tori.peers.outbox;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs every contender several times, in turn, each time with a receiver and a worker of its own,
 * and writes the result as JSON and as a table.
 */
public final class Compare {

    /** Warming up, closing and a database's start, beside what the options bound. */
    private static final int SPARE_SECONDS = 60;

    private final Options options;
    private final Path folder;
    private final JsonMapper json = new JsonMapper();

    private Compare(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(List.of(arguments));
        Path folder = Files.createTempDirectory("outbox");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(folder)));
        Instant began = Instant.now();
        Machine machine = Machine.here(folder);
        List<Run> runs = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        new Compare(options, folder).all(runs, failures);
        String command =
                "./mvnw -q -f bench/peers/outbox/pom.xml compile exec:exec -Dbench=\""
                        + Stream.of(arguments)
                                .map(each -> each.contains(" ") ? "'" + each + "'" : each)
                                .collect(Collectors.joining(" "))
                        + "\"";
        Result result = Result.of(began, command, machine, options, runs, failures);
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValue(Path.of(options.out() + ".json").toFile(), result);
        Files.writeString(Path.of(options.out() + ".md"), result.table());
        System.out.println(result.table());
        if (!failures.isEmpty()) {
            System.exit(1);
        }
    }

    private void all(List<Run> runs, List<String> failures)
            throws IOException, InterruptedException {
        for (int i = 1; i <= options.runs(); i++) {
            for (String contender : contenders()) {
                try {
                    Run run = one(contender);
                    runs.add(run);
                    System.err.printf(
                            Locale.ROOT,
                            "run %d %s: %.0f/s, %.0f µs CPU, p50 %.1f ms, p99 %.1f ms%n",
                            i,
                            contender,
                            run.rate().eventsPerSecond(),
                            run.rate().cpuMicrosPerEvent(),
                            run.latency().p50Micros() / 1e3,
                            run.latency().p99Micros() / 1e3);
                } catch (IOException e) {
                    failures.add("run " + i + " of " + contender + ": " + e.getMessage());
                    System.err.println(failures.getLast());
                }
            }
        }
    }

    private List<String> contenders() {
        if (!options.contenders().isEmpty()) {
            return options.contenders();
        }
        return Worker.contenders().stream()
                .filter(Contender::durable)
                .map(Contender::name)
                .toList();
    }

    private Run one(String contender) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(folder, "run");
        Path result = own.resolve("run.json");
        Process receiver = java(List.of("-Xmx256m"), Receiver.class, List.of());
        Process worker = null;
        try (BufferedReader said = receiver.inputReader()) {
            String address = "http://127.0.0.1:" + Integer.parseInt(said.readLine()) + "/";
            List<String> arguments = new ArrayList<>();
            arguments.addAll(
                    List.of(
                            contender,
                            URI.create(address).toString(),
                            own.toString(),
                            result.toString()));
            arguments.addAll(options.forWorker());
            worker = java(List.of("-Xmx1g"), Worker.class, arguments);
            // Everything has its own bound; this one ends a run whose library hangs.
            int atMost = 2 * options.seconds() + options.latencySeconds() + SPARE_SECONDS;
            if (!worker.waitFor(atMost, TimeUnit.SECONDS)) {
                throw new IOException("not done in " + atMost + " s");
            }
            if (worker.exitValue() != 0) {
                throw new IOException("ended with " + worker.exitValue());
            }
            return json.readValue(result.toFile(), Run.class);
        } finally {
            if (worker != null) {
                end(worker);
            }
            endDatabases(own);
            end(receiver);
            delete(own);
        }
    }

    /** A JVM with this one's class path and, behind it, the further contenders'. */
    private Process java(List<String> flags, Class<?> main, List<String> arguments)
            throws IOException {
        String classPath = System.getProperty("java.class.path");
        if (!options.extra().isEmpty()) {
            classPath += File.pathSeparator + options.extra();
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        // A contender's jar may bring a logback.xml; this name is nobody else's.
        command.add("-Dlogback.configurationFile=outbox-logback.xml");
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        if (main == Worker.class) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }

    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            all.forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
        }
    }

    /**
     * A worker that was killed could not end its database server, whose process id is in a file.
     */
    private static void endDatabases(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> paths = Files.walk(folder)) {
            files = paths.filter(path -> path.endsWith("postmaster.pid")).toList();
        }
        for (Path file : files) {
            long pid = Long.parseLong(Files.readAllLines(file).getFirst());
            ProcessHandle.of(pid)
                    .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
