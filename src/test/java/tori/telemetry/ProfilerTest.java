package tori.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

class ProfilerTest {

    private static final Path OURS = Path.of("profiles");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir Path folder;

    @Test
    void shouldHaveSettingsThatThisJavaKnows() throws Exception {
        for (Class<? extends jdk.jfr.Event> type :
                List.of(
                        JfrPoll.class,
                        JfrCompare.class,
                        JfrEnqueue.class,
                        JfrDispatch.class,
                        JfrSend.class,
                        JfrFirstByte.class)) {
            FlightRecorder.register(type);
        }
        Configuration settings = Configuration.create(OURS.resolve("tori.jfc"));
        Set<String> known =
                FlightRecorder.getFlightRecorder().getEventTypes().stream()
                        .flatMap(ProfilerTest::settingNames)
                        .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>(settings.getSettings().keySet());
        unknown.removeAll(known);
        assertThat(unknown).isEmpty();
        assertThat(settings.getSettings())
                .containsEntry("tori.Poll#enabled", "true")
                .containsEntry("jdk.VirtualThreadPinned#enabled", "true");
    }

    private static java.util.stream.Stream<String> settingNames(EventType type) {
        return type.getSettingDescriptors().stream()
                .map(setting -> type.getName() + "#" + setting.getName());
    }

    /** Lets polls happen while a profile is taken. */
    private static Thread busy(AtomicBoolean stop) {
        return Thread.ofVirtual()
                .start(() -> {
                    long sum = 0;
                    while (!stop.get()) {
                        JfrPoll poll = new JfrPoll();
                        poll.begin();
                        for (int i = 0; i < 100_000; i++) {
                            sum += Integer.toString(i).hashCode();
                        }
                        poll.result = "sum " + sum;
                        poll.commit();
                    }
                });
    }

    @Test
    void shouldRecordToriEventsWithItsOwnSettingsAndWithout() throws Exception {
        for (Path settings : List.of(OURS, folder.resolve("nowhere"))) {
            AtomicBoolean stop = new AtomicBoolean();
            Thread busy = busy(stop);
            Path target = folder.resolve(settings.getFileName() + ".jfr");
            try {
                new Profiler(settings).record(SECOND, target);
            } finally {
                stop.set(true);
                busy.join();
            }
            List<RecordedEvent> events = RecordingFile.readAllEvents(target);
            assertThat(events)
                    .anyMatch(event -> event.getEventType().getName().equals("tori.Poll"));
            assertThat(events)
                    .anyMatch(event -> event.getEventType().getName().equals("jdk.CPULoad"));
        }
    }

    @Test
    void shouldSayWhichSettingsAreWrong() throws Exception {
        Files.writeString(folder.resolve("tori.jfc"), "no xml");
        Profiler profiler = new Profiler(folder);
        assertThatThrownBy(() -> profiler.record(SECOND, folder.resolve("x.jfr")))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("tori.jfc");
        // And is free again for the next one.
        Files.delete(folder.resolve("tori.jfc"));
        profiler.record(SECOND, folder.resolve("x.jfr"));
        assertThat(folder.resolve("x.jfr")).isNotEmptyFile();
    }

    @ParameterizedTest
    @EnumSource(ProfileEvent.class)
    void shouldDrawAFlameGraphOfEveryEvent(ProfileEvent event) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread busy = busy(stop);
        Path target = folder.resolve(event + ".html");
        try {
            new Profiler(OURS).sample(event, SECOND, Profiler.Format.HTML, target);
        } finally {
            stop.set(true);
            busy.join();
        }
        assertThat(target).content().startsWith("<!DOCTYPE html>");
        if (event == ProfileEvent.CPU || event == ProfileEvent.ALLOC) {
            // Names that begin alike are abbreviated in the page.
            assertThat(target).content().contains("lambda$busy");
        }
    }

    @Test
    void shouldWriteCollapsedStacks() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread busy = busy(stop);
        Path target = folder.resolve("stacks.txt");
        try {
            new Profiler(OURS).sample(ProfileEvent.CPU, SECOND, Profiler.Format.COLLAPSED, target);
        } finally {
            stop.set(true);
            busy.join();
        }
        assertThat(target)
                .content()
                .containsPattern("(?m)^\\S.*tori/telemetry/ProfilerTest.* \\d+$");
    }

    /** In a process of its own: whichever thread comes first decides whether it works. */
    @Test
    void shouldProfileWhenFirstAskedByAVirtualThread() throws Exception {
        Path target = folder.resolve("virtual.html");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FromVirtualThread.class.getName(),
                                target.toString())
                        .inheritIO()
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(target).content().startsWith("<!DOCTYPE html>");
    }

    /** Takes a profile from a virtual thread. */
    static final class FromVirtualThread {

        private FromVirtualThread() {}

        public static void main(String[] args) throws Exception {
            Thread thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    new Profiler(OURS)
                                            .sample(
                                                    ProfileEvent.CPU,
                                                    SECOND,
                                                    Profiler.Format.HTML,
                                                    Path.of(args[0]));
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            thread.join();
        }
    }

    @Test
    void shouldTakeOneProfileAtATimeAndStopWhenInterrupted() throws Exception {
        Profiler profiler = new Profiler(OURS);
        Thread first =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                profiler.record(Profiler.MAX_LENGTH, folder.resolve("long.jfr"));
                            } catch (Exception e) {
                                // Interrupted below.
                            }
                        });
        await().until(() -> first.getState() == Thread.State.TIMED_WAITING);
        assertThatThrownBy(() -> profiler.record(SECOND, folder.resolve("second.jfr")))
                .isInstanceOfSatisfying(
                        ProfileException.class, e -> assertThat(e.isBusy()).isTrue())
                .hasMessageContaining("another profile is being taken");
        first.interrupt();
        first.join();
        profiler.record(SECOND, folder.resolve("second.jfr"));
        assertThat(folder.resolve("second.jfr")).isNotEmptyFile();
    }

    @Test
    void shouldRefuseLengthsOutOfBounds() {
        Profiler profiler = new Profiler(OURS);
        for (Duration length : List.of(Duration.ZERO, Duration.ofSeconds(601))) {
            assertThatThrownBy(() -> profiler.record(length, folder.resolve("x.jfr")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
