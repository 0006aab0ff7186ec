package tori.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A tori of its own process, started for the load and ended with it. What it prints goes into the
 * folder's {@code tori.log}. Used by one thread.
 */
final class LoadedDaemon implements AutoCloseable {

    /** Longer than a stop may take. */
    private static final int STOP_SECONDS = 20;

    private final Process process;

    /** Who interrupts the load leaves no tori behind. */
    private final Thread atExit = new Thread(this::stop, "load-exit");

    private LoadedDaemon(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts it.
     *
     * @param command what runs tori, without arguments
     */
    static LoadedDaemon start(List<String> command, Path folder) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.add("run");
        return new LoadedDaemon(
                new ProcessBuilder(all)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("tori.log").toFile())
                        .start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has used of the processors; zero where the system does not say. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * Goes on if it runs.
     *
     * @throws IOException with a sentence if it has ended
     */
    void requireAlive(Path folder) throws IOException {
        if (!isAlive()) {
            throw new IOException("tori ended early; see " + folder.resolve("tori.log"));
        }
    }

    /** Its process; the same from its start to its end. */
    long id() {
        return process.pid();
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This process is ending: the hook runs, and finds it stopped.
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
