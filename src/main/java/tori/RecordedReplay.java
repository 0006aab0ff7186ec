package tori;

import org.jspecify.annotations.Nullable;

import tori.cli.ExitStatus;
import tori.config.ConfigLoader;
import tori.config.GateConfig;
import tori.config.HttpConfig;
import tori.config.LoadResult;
import tori.config.MonitorConfig;
import tori.http.StoredReplies;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.model.UuidV7;
import tori.poll.FetchException;
import tori.poll.PollResult;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.shopify.ChangeJournal;
import tori.shopify.StoreFacts;
import tori.shopify.StoreMonitor;
import tori.telemetry.PrometheusMeters;
import tori.warc.Beginning;
import tori.warc.RecordedPoll;
import tori.warc.RecordingReader;
import tori.warc.ReplayTransport;
import tori.wire.EventJson;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a recording through the real comparison, with the clock of then. A monitor is made anew
 * where it was then, and knows what it knew then. Runs on the main thread.
 */
final class RecordedReplay {

    /** What was recorded fitted then. */
    private static final long MAX_BYTES = Long.MAX_VALUE / 2;

    private static final HttpConfig HTTP =
            new HttpConfig(
                    "tori",
                    1,
                    new GateConfig(1, Duration.ZERO),
                    new GateConfig(1, Duration.ZERO),
                    MAX_BYTES);

    private final PrintStream out;
    private final PrintStream err;
    private final boolean why;
    private final @Nullable MonitorConfig given;
    private final ReplayClock clock = new ReplayClock(Instant.EPOCH);
    private final ReplayTransport transport = new ReplayTransport(new StoredReplies(clock)::reply);
    private final StoreFacts facts = StoreFacts.replayed(transport::answers);
    private final List<ChangeJournal.Noted> noted = new ArrayList<>();
    private @Nullable StoreMonitor monitor;
    private @Nullable MonitorConfig config;

    /**
     * @param why whether to print what was found instead of the events
     * @param given the settings to replay with; null for those of the recording
     */
    RecordedReplay(PrintStream out, PrintStream err, boolean why, @Nullable MonitorConfig given) {
        this.out = out;
        this.err = err;
        this.why = why;
        this.given = given;
    }

    int run(Path folder) throws IOException, InterruptedException {
        int polls = 0;
        int events = 0;
        ReplayWords words = new ReplayWords(out, given == null ? null : given.told());
        try (PrometheusMeters meters = new PrometheusMeters(clock);
                RecordingReader reader =
                        new RecordingReader(folder, damage -> err.println("tori: " + damage))) {
            RecordedPoll poll = reader.next();
            while (poll != null) {
                RecordedPoll next = reader.next();
                noted.clear();
                PollResult result = again(poll, next, meters);
                if (result == null) {
                    return ExitStatus.FAILED;
                }
                List<Event> raised = known(result, poll);
                events += raised.size();
                polls++;
                if (why) {
                    words.tell(
                            new ReplayWords.Replayed(
                                    poll,
                                    result,
                                    raised,
                                    monitor == null ? null : monitor.lastLook(),
                                    List.copyOf(noted),
                                    transport.missing()));
                } else {
                    for (Event event : raised) {
                        out.writeBytes(EventJson.encode(event));
                        out.println();
                    }
                }
                poll = next;
            }
        }
        words.end();
        if (polls == 0) {
            err.println("tori: " + folder + " holds no whole poll; nothing to replay");
            return ExitStatus.USAGE;
        }
        err.println(
                Tori.count(polls, "poll")
                        + " replayed, "
                        + Tori.count(events, "event")
                        + " raised");
        return ExitStatus.OK;
    }

    /** Null, after saying why, if the poll cannot be replayed. */
    private @Nullable PollResult again(
            RecordedPoll poll, @Nullable RecordedPoll next, PrometheusMeters meters)
            throws InterruptedException {
        clock.set(poll);
        Beginning beginning = poll.beginning();
        boolean anew = beginning != null && beginning.cause() != Beginning.Cause.ROTATED;
        if (beginning != null && (monitor == null || anew)) {
            MonitorConfig recorded = settings(beginning);
            if (recorded == null) {
                err.println("tori: the settings in the recording cannot be read by this tori");
                return null;
            }
            config = recorded;
            monitor = monitor(recorded, poll, beginning, meters);
        }
        StoreMonitor current = monitor;
        MonitorConfig watched = config;
        if (current == null || watched == null) {
            err.println("tori: the recording does not say what the monitor knew before it");
            return null;
        }
        if (poll.note() != null) {
            facts.learn(watched.siteUrl(), poll.note());
        }
        transport.begin(poll, next);
        try {
            return current.poll();
        } catch (FetchException e) {
            return new PollResult.Failed(e.kind(), String.valueOf(e.getMessage()), e.retryAfter());
        } catch (IOException e) {
            return new PollResult.Failed(
                    PollResult.Cause.CONNECTION, String.valueOf(e.getMessage()));
        }
    }

    /** The address is that of then, whoever else says what to watch there. */
    private @Nullable MonitorConfig settings(Beginning beginning) {
        LoadResult read = new ConfigLoader(_ -> null).load("recording", beginning.config());
        MonitorConfig recorded =
                read instanceof LoadResult.Loaded loaded && !loaded.config().monitors().isEmpty()
                        ? loaded.config().monitors().getFirst()
                        : null;
        return recorded == null || given == null
                ? recorded
                : new MonitorConfig(
                        given.id(),
                        recorded.site(),
                        true,
                        given.schedule(),
                        given.told(),
                        given.kind(),
                        null);
    }

    private StoreMonitor monitor(
            MonitorConfig watched,
            RecordedPoll poll,
            Beginning beginning,
            PrometheusMeters meters) {
        return new MonitorFactory(
                        transport,
                        new Known(beginning.state()),
                        clock::nextInstant,
                        clock::nextNanoTime,
                        new UuidV7(poll::ended, RandomSource.fresh()),
                        meters,
                        facts)
                .telling(why ? noted::add : ChangeJournal.NONE)
                .monitor(watched, HTTP);
    }

    /** The same events have the ids and times that they had then. */
    private static List<Event> known(PollResult result, RecordedPoll poll) {
        if (!(result instanceof PollResult.Observed observed)) {
            return List.of();
        }
        List<RecordedPoll.Raised> left = new ArrayList<>(poll.raised());
        List<Event> events = new ArrayList<>();
        for (Event event : observed.events()) {
            RecordedPoll.Raised then =
                    left.stream()
                            .filter(each ->
                                    each.type().equals(event.type().wireName())
                                            && each.subject().equals(event.subject()))
                            .findFirst()
                            .orElse(null);
            left.remove(then);
            events.add(
                    then == null
                            ? event
                            : new Event(
                                    then.id(),
                                    event.source(),
                                    event.type(),
                                    event.subject(),
                                    then.time(),
                                    event.seenNanos(),
                                    event.data()));
        }
        return events;
    }

    private record Known(@Nullable Map<Long, byte[]> state) implements StateStore {

        @Override
        public @Nullable Map<Long, byte[]> load(MonitorId id, String fingerprint) {
            return state;
        }

        @Override
        public void record(MonitorId id, StateChange change, List<Event> events, List<Owed> owed) {}
    }
}
