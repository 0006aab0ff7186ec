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

    /** Ends a tori whose load has gone without a word, as after kill -9; read by its launcher. */
    private static final String PARENT_OPTION = "-Dtori.launcher.parent=";

    /** Whose archive is still to be made would make it while it is measured. */
    private static final String MAKE_NO_ARCHIVE = "-Dtori.launcher.making=no";

    private final Process process;
    private final Path folder;

    /** Who interrupts the load leaves neither a tori nor its folder behind. */
    private final Thread atExit = new Thread(this::leaveNothing, "load-exit");

    private volatile boolean leaving;

    private LoadedDaemon(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts it.
     *
     * @param command what runs tori, without arguments; its first word is the program
     */
    static LoadedDaemon start(List<String> command, Path folder) throws IOException {
        return new LoadedDaemon(
                new ProcessBuilder(command(command, ProcessHandle.current().pid()))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("tori.log").toFile())
                        .start(),
                folder);
    }

    static List<String> command(List<String> tori, long parent) {
        List<String> all = new ArrayList<>(tori);
        all.addAll(1, List.of(PARENT_OPTION + parent, MAKE_NO_ARCHIVE));
        all.add("run");
        return all;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has used of the processors; zero where the system does not say. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * Goes on if it runs, and when it is being ended because this process is.
     *
     * @throws IOException with a sentence if it has ended
     */
    void requireAlive(Path folder) throws IOException {
        if (!isAlive() && !leaving) {
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

    private void leaveNothing() {
        leaving = true;
        stop();
        try {
            LoadFolder.delete(folder);
        } catch (IOException e) {
            System.err.println("left behind: " + folder);
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
