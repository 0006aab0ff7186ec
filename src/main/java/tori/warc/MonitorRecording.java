package tori.warc;

import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.poll.Fetch;
import tori.poll.Monitor;
import tori.poll.PollResult;
import tori.poll.Reply;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.poll.Transport;
import tori.time.NanoClock;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gathers what one monitor fetches, poll by poll, and gives each to the {@link Recorder} once it is
 * over. Confined to the monitor's thread, which never waits for it: a poll that cannot be kept is
 * dropped and counted, and the one after it is asked for in full.
 *
 * <p>Each file begins with what the monitor knew and with whole pages. So that it has these, an
 * address whose body is not in the file yet is asked for unconditionally.
 */
public final class MonitorRecording implements Transport, StateStore, InstantSource, NanoClock {

    /** A poll asks for the time a few times. */
    private static final int MAX_READINGS = 256;

    /** Both clocks as they are. */
    record Clocks(InstantSource wall, NanoClock ticking) {}

    /**
     * What a monitor uses that is recorded, and what else it knows.
     *
     * @param note asked as a poll begins: what the monitor is told by others than its store; null
     *     for nothing
     */
    public record Sources(Transport transport, StateStore store, Supplier<@Nullable String> note) {}

    /** One poll's. */
    private static final class Take {
        private final Instant started;
        private final long startedNanos;
        private final @Nullable String note;
        private final List<AnswerTake> answers = new ArrayList<>();
        private final List<Instant> readings = new ArrayList<>(4);
        private final List<Duration> ticks = new ArrayList<>(4);
        private @Nullable Beginning beginning;

        private Take(Clocks clocks, @Nullable String note) {
            this.started = clocks.wall().instant();
            this.startedNanos = clocks.ticking().nanoTime();
            this.note = note;
        }
    }

    private final MonitorId id;
    private final Sources sources;
    private final RecordingSettings settings;
    private final Recorder recorder;
    private final Track track;
    private final SegmentFiles files;
    private final Clocks clocks;

    /** Whose body is in the file. */
    private final Set<URI> bodies = new HashSet<>();

    private boolean started;
    private boolean loaded;
    private @Nullable Map<Long, byte[]> loadedState;
    private @Nullable String fingerprint;
    private @Nullable Take take;

    MonitorRecording(
            MonitorId id,
            Sources sources,
            RecordingSettings settings,
            Recorder recorder,
            Track track,
            SegmentFiles files,
            Clocks clocks) {
        this.id = id;
        this.sources = sources;
        this.settings = settings;
        this.recorder = recorder;
        this.track = track;
        this.files = files;
        this.clocks = clocks;
    }

    /**
     * The same monitor, which must fetch, load and read the time through this, with its polls
     * written down.
     */
    public Monitor of(Monitor monitor) {
        return new Recorded(monitor);
    }

    private final class Recorded implements Monitor {
        private final Monitor monitor;

        private Recorded(Monitor monitor) {
            this.monitor = monitor;
        }

        @Override
        public MonitorId id() {
            return id;
        }

        @Override
        public PollResult poll() throws IOException, InterruptedException {
            begin();
            try {
                PollResult result = monitor.poll();
                end(RecordedPoll.verdict(result), detail(result), events(result));
                return result;
            } catch (IOException e) {
                Failure failure = Failure.of(e);
                end(RecordedPoll.verdict(failure.kind()), failure.message(), List.of());
                throw e;
            } finally {
                // Whatever else happened: what it gathered is of no use.
                discard();
            }
        }
    }

    private static String detail(PollResult result) {
        return switch (result) {
            case PollResult.Observed _, PollResult.Unchanged _ -> "";
            case PollResult.Doubted doubted -> doubted.reason();
            case PollResult.Failed failed -> failed.detail();
        };
    }

    private static List<Event> events(PollResult result) {
        return result instanceof PollResult.Observed observed ? observed.events() : List.of();
    }

    // ---- a poll ----

    private void begin() throws InterruptedException {
        String note = sources.note().get();
        if (track.isPaused()) {
            recorder.dropped();
            return;
        }
        Take next = new Take(clocks, note);
        if (started && (track.isLost() || track.isFull()) && !beginFile(next)) {
            return;
        }
        take = next;
    }

    /** Returns false if the poll cannot be kept. */
    private boolean beginFile(Take next) throws InterruptedException {
        Beginning.Cause cause = track.isLost() ? Beginning.Cause.LOST : Beginning.Cause.ROTATED;
        String known = fingerprint;
        try {
            Map<Long, byte[]> state = known == null ? null : sources.store().load(id, known);
            next.beginning = new Beginning(cause, settings.config(), state);
        } catch (IOException e) {
            // The file before goes on, if there is one; the store says itself what is wrong.
            if (cause == Beginning.Cause.LOST) {
                recorder.dropped();
                return false;
            }
            return true;
        }
        bodies.clear();
        track.begun();
        return true;
    }

    private void end(String verdict, String detail, List<Event> events) {
        Take over = take;
        if (over == null) {
            return;
        }
        if (!started) {
            if (!loaded) {
                // Nothing was looked at: the store could not be read.
                return;
            }
            over.beginning = new Beginning(Beginning.Cause.START, settings.config(), loadedState);
            loadedState = null;
            started = true;
            track.begun();
        }
        if (over.answers.stream().anyMatch(AnswerTake::isTooMuch)) {
            recorder.dropped();
            return;
        }
        long reservedBytes = 0;
        for (AnswerTake answer : over.answers) {
            if (answer.hasBody()) {
                bodies.add(answer.asked());
            }
            reservedBytes += answer.reservedBytes();
        }
        take = null;
        Instant ended = clocks.wall().instant();
        // Nobody touches it any more: what takes time is left to the recorder's thread.
        recorder.offer(
                new Recorder.Job(
                        track,
                        files,
                        () ->
                                new RecordedPoll(
                                        id,
                                        over.started,
                                        ended,
                                        verdict,
                                        detail,
                                        events.stream().map(MonitorRecording::raised).toList(),
                                        over.answers.stream().map(AnswerTake::done).toList(),
                                        over.readings,
                                        over.ticks,
                                        over.note,
                                        over.beginning),
                        reservedBytes));
    }

    private static RecordedPoll.Raised raised(Event event) {
        return new RecordedPoll.Raised(
                event.id(), event.time(), event.type().wireName(), event.subject());
    }

    private void discard() {
        Take over = take;
        take = null;
        if (over != null) {
            over.answers.forEach(answer -> recorder.budget().giveBack(answer.reservedBytes()));
            if (started) {
                track.lost();
            }
        }
    }

    // ---- what the monitor uses ----

    @Override
    public Reply fetch(Fetch fetch) throws IOException, InterruptedException {
        Take now = take;
        if (now == null) {
            return sources.transport().fetch(fetch);
        }
        AnswerTake answer = new AnswerTake(fetch.uri(), recorder.budget());
        now.answers.add(answer);
        try {
            Reply reply =
                    sources.transport()
                            .fetch(bodies.contains(fetch.uri()) ? fetch : fetch.unconditional());
            answer.head(reply);
            return new TakenReply(reply, answer);
        } catch (IOException e) {
            answer.failed(e);
            throw e;
        }
    }

    @Override
    public Instant instant() {
        Instant now = clocks.wall().instant();
        Take current = take;
        if (current != null && current.readings.size() < MAX_READINGS) {
            current.readings.add(now);
        }
        return now;
    }

    @Override
    public long nanoTime() {
        long now = clocks.ticking().nanoTime();
        Take current = take;
        if (current != null && current.ticks.size() < MAX_READINGS) {
            current.ticks.add(Duration.ofNanos(now - current.startedNanos));
        }
        return now;
    }

    @Override
    public @Nullable Map<Long, byte[]> load(MonitorId monitor, String wanted)
            throws IOException, InterruptedException {
        Map<Long, byte[]> state = sources.store().load(monitor, wanted);
        fingerprint = wanted;
        if (!started) {
            loadedState = state;
            loaded = true;
        }
        return state;
    }

    @Override
    public void record(MonitorId monitor, StateChange change, List<Event> events, List<Owed> owed) {
        sources.store().record(monitor, change, events, owed);
    }

    @Override
    public boolean hasRoomForOwed() {
        return sources.store().hasRoomForOwed();
    }
}
