package tori.store;

import tori.config.StorePlace;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;
import tori.telemetry.CountingMeters;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that samples without end and folds all the time, to be killed. The latency
 * of each sample is its number.
 */
final class HistoryProcess implements AutoCloseable {

    static final int MONITORS = 120;

    private final Process process;
    private final BufferedReader output;

    private HistoryProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static HistoryProcess start(StorePlace place, int first) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new HistoryProcess(
                new ProcessBuilder(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HistoryProcess.class.getName(),
                                StoreFixtures.word(place),
                                Integer.toString(first))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** Waits for so many rounds; returns the number of the last sample of which it is known. */
    int awaitRounds(int rounds) throws IOException {
        int last = 0;
        for (int i = 0; i < rounds; i++) {
            String line = output.readLine();
            if (line == null) {
                throw new IOException("the process ended by itself");
            }
            last = Integer.parseInt(line);
        }
        return last;
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

    static Sample sample(int number) {
        long time = SqlHistoryContract.NOW.toEpochMilli() + 7_000L * number;
        return new Sample(time, number % 5 == 0 ? Outcome.FAILED : Outcome.UP, number);
    }

    static StoreSettings settings(StorePlace place) {
        return StoreSettings.of(place)
                .with(
                        new HistorySettings(
                                Duration.ofDays(400),
                                Duration.ofDays(400),
                                Duration.ofDays(400),
                                Duration.ofMillis(3),
                                Duration.ofMillis(20)));
    }

    public static void main(String[] args) throws Exception {
        SqlStore store =
                StoreFixtures.openAfterKill(
                        settings(StoreFixtures.place(args[0])),
                        SqlHistoryContract.dependencies(
                                new CountingMeters(), SqlHistoryContract.NOW));
        for (int round = Integer.parseInt(args[1]); ; round++) {
            for (int number = 0; number < MONITORS; number++) {
                store.sampled(monitor(number), sample(round));
            }
            // What is seen is in the file: what is said from here on is to be there.
            while (!isSeen(store, round)) {
                Thread.onSpinWait();
            }
            System.out.println(round);
        }
    }

    private static boolean isSeen(SqlStore store, int round) throws Exception {
        Sample last = sample(round);
        return !store.history()
                .samples(monitor(MONITORS - 1), last.timeMillis(), last.timeMillis() + 1, 1)
                .isEmpty();
    }
}
