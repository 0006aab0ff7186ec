package tori.store;

import tori.UptimeFixtures;
import tori.config.StorePlace;
import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.Gate;
import tori.incident.IncidentTerms;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.poll.PollResult;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;
import tori.uptime.CheckMonitor;
import tori.uptime.CheckTerms;
import tori.wire.EventJson;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own in which incidents open and close without end, to be killed. Every poll goes
 * on where the file says that the one before ended.
 */
final class IncidentProcess implements AutoCloseable {

    static final int MONITORS = 3;

    private final Process process;
    private final BufferedReader output;

    private IncidentProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static IncidentProcess start(StorePlace place) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new IncidentProcess(
                new ProcessBuilder(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                IncidentProcess.class.getName(),
                                StoreFixtures.word(place))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** Reads so many lines, each a round of polls. */
    void awaitLines(int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            if (output.readLine() == null) {
                throw new IOException("the process ended by itself");
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
        StoreDependencies usual = StoreFixtures.dependencies(new CountingMeters());
        SqlStore store =
                StoreFixtures.openAfterKill(
                        StoreSettings.of(StoreFixtures.place(args[0])),
                        new StoreDependencies(
                                EventJson::encode,
                                usual.decoder(),
                                usual.meters(),
                                usual.clock(),
                                usual.wall(),
                                usual.random()));
        SettableClock clock = new SettableClock();
        CheckTerms terms =
                new CheckTerms(
                        new IncidentTerms(2, 2, null, false),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        false);
        int[] round = new int[1];
        List<CheckMonitor> monitors = new ArrayList<>();
        for (int number = 0; number < MONITORS; number++) {
            int shift = number;
            monitors.add(
                    new CheckMonitor(
                            monitor(number),
                            () ->
                                    (round[0] + shift) / 3 % 2 == 0
                                            ? new CheckResult.Failed(
                                                    CheckCause.TIMEOUT, "too slow", null)
                                            : new CheckResult.Passed(Duration.ZERO),
                            terms,
                            UptimeFixtures.services(store, store, Gate.OPEN, clock)));
        }
        for (; ; round[0]++) {
            clock.advance(Duration.ofSeconds(1));
            for (CheckMonitor monitor : monitors) {
                if (monitor.poll() instanceof PollResult.Observed observed) {
                    List<Event> events = observed.events();
                    store.record(
                            monitor.id(),
                            observed.change(),
                            events,
                            events.stream().map(event -> new Owed("log", event)).toList());
                }
            }
            System.out.println(round[0]);
            // Let the disk keep up, so that kills fall between writes and not before the first.
            while (store.unwritten().events() > 20) {
                Thread.onSpinWait();
            }
        }
    }
}
