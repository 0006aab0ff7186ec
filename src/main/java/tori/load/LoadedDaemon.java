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

    private LoadedDaemon(Process process) {
        this.process = process;
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

    @Override
    public void close() {
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
