package tori.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The packaged jar, started as a user starts it, with its output kept line by line. */
final class ToriProcess implements AutoCloseable {

    private final Process process;
    private final List<String> stdout = new CopyOnWriteArrayList<>();
    private final List<String> stderr = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private ToriProcess(Process process) {
        this.process = process;
        readers.add(read(process.getInputStream(), stdout));
        readers.add(read(process.getErrorStream(), stderr));
    }

    /** Starts {@code java -jar tori.jar arguments} in a folder. */
    static ToriProcess start(Path folder, String... arguments) throws IOException {
        return start(List.of(), folder, Map.of(), arguments);
    }

    /** The same with options for Java. */
    static ToriProcess startWith(List<String> options, Path folder, String... arguments)
            throws IOException {
        return start(options, folder, Map.of(), arguments);
    }

    /** The same with more in its environment. */
    static ToriProcess start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(List.of(), folder, environment, arguments);
    }

    private static ToriProcess start(
            List<String> options, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        String jar = System.getProperty("tori.jar");
        if (jar == null) {
            throw new IllegalStateException("run by the build, which names the jar: mvn verify");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.addAll(options);
        command.add("-jar");
        command.add(jar);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return new ToriProcess(builder.start());
    }

    List<String> stdout() {
        return stdout;
    }

    List<String> stderr() {
        return stderr;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal by name, such as {@code TERM} or {@code HUP}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /** Waits for the end and returns the exit status; everything printed has been read then. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running; it said: " + stdout + stderr);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    private static Thread read(InputStream stream, List<String> lines) {
        return Thread.startVirtualThread(() -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line; (line = reader.readLine()) != null; ) {
                    lines.add(line);
                }
            } catch (IOException e) {
                lines.add("(output ended: " + e.getMessage() + ")");
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
