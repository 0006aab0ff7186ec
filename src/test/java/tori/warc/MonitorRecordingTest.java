package tori.warc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.model.Event;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.Fetch;
import tori.poll.MemoryStateStore;
import tori.poll.Monitor;
import tori.poll.PollResult;
import tori.poll.Reply;
import tori.poll.StateChange;
import tori.telemetry.SilentMeters;
import tori.time.SettableClock;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

class MonitorRecordingTest {

    private static final MonitorId BOX = new MonitorId("box", "all");
    private static final URI PAGE = URI.create("https://box.example/products.json");
    private static final long MAX_BYTES = 256 << 10;
    private static final int BODY_BYTES = 8 << 10;
    private static final String FINGERPRINT = "box";

    @TempDir private Path folder;
    private final SettableClock clock = new SettableClock();
    private final Counts counts = new Counts();
    private final MemoryStateStore store = new MemoryStateStore();
    private final List<Fetch> fetches = new ArrayList<>();
    private final Recorder recorder =
            new Recorder(counts, clock, clock, new UuidV7(clock, new Random(1)), "tori/test");

    @AfterEach
    void close() {
        recorder.close();
    }

    private static final class Counts extends SilentMeters {
        private final Map<String, LongAdder> recorded = new ConcurrentHashMap<>();

        @Override
        public void recorded(String result) {
            recorded.computeIfAbsent(result, _ -> new LongAdder()).increment();
        }

        private long of(String result) {
            LongAdder count = recorded.get(result);
            return count == null ? 0 : count.sum();
        }

        private long all() {
            return recorded.values().stream().mapToLong(LongAdder::sum).sum();
        }
    }

    /** Answers with another body each time, from no wire. */
    private record Body(URI uri, byte[] bytes) implements Reply {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public @Nullable String header(String name) {
            return switch (name) {
                case "ETag" -> "\"1\"";
                case "Set-Cookie", "Content-Encoding" -> "secret";
                default -> null;
            };
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public void close() {}
    }

    /** Reads its page, counts its polls in its state, and asks conditionally as soon as it may. */
    private final class Counting implements Monitor {
        private final MonitorRecording recording;
        private long polls;
        private boolean loaded;

        private Counting(MonitorRecording recording) {
            this.recording = recording;
        }

        @Override
        public MonitorId id() {
            return BOX;
        }

        @Override
        public PollResult poll() throws IOException, InterruptedException {
            if (!loaded) {
                recording.load(BOX, FINGERPRINT);
                loaded = true;
            }
            String etag = polls == 0 ? null : "\"1\"";
            Fetch fetch =
                    new Fetch(PAGE, "application/json", etag, Duration.ofSeconds(1), BODY_BYTES);
            try (Reply reply = recording.fetch(fetch)) {
                reply.header("Set-Cookie");
                reply.body().readAllBytes();
            }
            polls++;
            StateChange change =
                    new StateChange(
                            FINGERPRINT, true, Map.of(1L, new byte[] {(byte) polls}), Set.of());
            return new PollResult.Observed(List.<Event>of(), change);
        }
    }

    private Monitor monitor(Path directory) {
        Random random = new Random(7);
        MonitorRecording recording =
                recorder.open(
                        BOX,
                        new MonitorRecording.Sources(
                                fetch -> {
                                    fetches.add(fetch);
                                    byte[] body = new byte[BODY_BYTES];
                                    random.nextBytes(body);
                                    return new Body(fetch.uri(), body);
                                },
                                store,
                                () -> null),
                        new RecordingSettings(
                                directory, MAX_BYTES, Duration.ofDays(1), "{\"sites\":[]}"));
        return recording.of(new Counting(recording));
    }

    /** Polls, and has it accounted for before the next. */
    private void poll(Monitor monitor) throws Exception {
        long before = counts.all();
        PollResult result = monitor.poll();
        if (result instanceof PollResult.Observed observed) {
            store.record(BOX, observed.change(), observed.events());
        }
        await().pollInterval(Duration.ofMillis(2)).until(() -> counts.all() > before);
        clock.advance(Duration.ofSeconds(30));
    }

    private void awaitNothingReserved() {
        await().until(() -> recorder.budget().left() == 64L << 20);
    }

    private static List<RecordedPoll> read(Path folder) throws IOException {
        List<RecordedPoll> polls = new ArrayList<>();
        try (RecordingReader reader =
                new RecordingReader(FolderNames.folder(folder, BOX), Assertions::none)) {
            for (RecordedPoll poll = reader.next(); poll != null; poll = reader.next()) {
                polls.add(poll);
            }
        }
        return polls;
    }

    private static final class Assertions {
        static void none(String damage) {
            throw new AssertionError(damage);
        }
    }

    @Test
    void shouldBeginEachFileWithTheStateAndWholePagesAndKeepNoMoreThanItMay() throws Exception {
        Monitor monitor = monitor(folder);
        for (int i = 0; i < 100; i++) {
            poll(monitor);
        }

        assertThat(counts.of("written")).isEqualTo(100);
        List<RecordedPoll> kept = read(folder);
        assertThat(kept).hasSizeBetween(20, 40);
        Beginning first = kept.getFirst().beginning();
        assertThat(first).isNotNull();
        assertThat(first.cause()).isEqualTo(Beginning.Cause.ROTATED);
        assertThat(first.state().get(1L)[0]).isEqualTo((byte) (100 - kept.size()));
        long unconditional = fetches.stream().filter(fetch -> fetch.etag() == null).count();
        long files = fetches.size() / unconditional;
        assertThat(files).as("polls a file").isBetween(3L, 5L);
        for (RecordedPoll poll : kept) {
            RecordedAnswer page = poll.answers().getFirst();
            assertThat(page.length()).isEqualTo(BODY_BYTES);
            assertThat(page.header("ETag")).isEqualTo("\"1\"");
            assertThat(page.header("Set-Cookie")).isNull();
            assertThat(page.header("Content-Encoding")).as("it came decoded").isNull();
        }
        long bytes = 0;
        for (Path file : RecordingReader.files(FolderNames.folder(folder, BOX))) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isLessThanOrEqualTo(MAX_BYTES + 2L * BODY_BYTES);
    }

    @Test
    void shouldPollAllTheSameWhereNothingCanBeWrittenAndBeginAnewWhenItCan() throws Exception {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file");
        Monitor monitor = monitor(blocked);
        for (int i = 0; i < 10; i++) {
            poll(monitor);
        }
        assertThat(counts.of("written")).isZero();
        assertThat(counts.of("failed")).isBetween(2L, 5L);
        assertThat(counts.of("dropped")).isEqualTo(10 - counts.of("failed"));
        awaitNothingReserved();

        Files.delete(blocked);
        clock.advance(Duration.ofMinutes(5));
        poll(monitor);
        poll(monitor);

        List<RecordedPoll> kept = read(blocked);
        assertThat(kept).hasSize(2);
        Beginning beginning = kept.getFirst().beginning();
        assertThat(beginning).isNotNull();
        assertThat(beginning.cause()).isEqualTo(Beginning.Cause.LOST);
        assertThat(beginning.state().get(1L)).containsExactly(10);
        assertThat(kept.getLast().beginning()).isNull();
        assertThat(fetches.getLast().etag()).isNotNull();
    }

    @Test
    void shouldDropWhatHasNoRoom() throws Exception {
        Monitor monitor = monitor(folder);
        poll(monitor);
        awaitNothingReserved();
        long left = recorder.budget().left();
        assertThat(recorder.budget().tryTake(left)).isTrue();
        poll(monitor);
        assertThat(counts.of("dropped")).isEqualTo(1);
        recorder.budget().giveBack(left);
        poll(monitor);

        List<RecordedPoll> kept = read(folder);
        assertThat(kept).hasSize(2);
        Beginning beginning = kept.getLast().beginning();
        assertThat(beginning).isNotNull();
        assertThat(beginning.cause()).isEqualTo(Beginning.Cause.LOST);
        awaitNothingReserved();
    }
}
