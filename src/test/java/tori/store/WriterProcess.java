package tori.store;

import tori.config.StorePlace;
import tori.model.MonitorId;
import tori.telemetry.CountingMeters;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that writes to a store without end, to be killed. Each step sets all keys of
 * a monitor to the step's number and logs one event of that number.
 */
final class WriterProcess implements AutoCloseable {

    static final int MONITORS = 3;
    static final int KEYS = 20;

    private final Process process;
    private final BufferedReader output;

    private WriterProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static WriterProcess start(StorePlace place) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new WriterProcess(
                new ProcessBuilder(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                WriterProcess.class.getName(),
                                StoreFixtures.word(place))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    long pid() {
        return process.pid();
    }

    /** Reads so many lines, each a step taken. */
    void awaitLines(int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            if (output.readLine() == null) {
                throw new IOException("the writer ended by itself");
            }
        }
    }

    /** kill -9. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    static MonitorId monitor(int number) {
        return new MonitorId("site", "monitor" + number);
    }

    public static void main(String[] args) throws Exception {
        SqlStore store =
                StoreFixtures.openAfterKill(
                        StoreSettings.of(StoreFixtures.place(args[0])),
                        StoreFixtures.dependencies(new CountingMeters()));
        for (int step = 1; ; step++) {
            for (int number = 0; number < MONITORS; number++) {
                Map<Long, String> puts = new HashMap<>();
                for (long key = 0; key < KEYS; key++) {
                    puts.put(key, Integer.toString(step));
                }
                MonitorId monitor = monitor(number);
                store.record(
                        monitor,
                        new tori.poll.StateChange(
                                "a",
                                step % 7 == 0,
                                StateStoreContract.part("a", puts, java.util.Set.of()).puts(),
                                java.util.Set.of()),
                        List.of(StoreFixtures.event(monitor, Integer.toString(step))));
            }
            System.out.println(step);
            if (step % 50 == 0) {
                // Let the disk keep up, so that no event is dropped for want of room.
                while (store.unwritten().events() > 1_000) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
