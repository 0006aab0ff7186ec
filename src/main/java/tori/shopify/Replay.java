package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.config.ShopifyConfig;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.model.UuidV7;
import tori.poll.Fetch;
import tori.poll.PollResult;
import tori.poll.Reply;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.poll.Transport;
import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs recorded bodies of {@code /products.json} through the real monitor, one file a poll. Used by
 * one thread.
 */
public final class Replay {

    /**
     * What one file gave.
     *
     * @param file the body's file
     * @param result what the poll found; a {@link PollResult.Failed} file was skipped
     * @param look what the poll saw
     */
    public record Step(Path file, PollResult result, Look look) {

        /** The events it raised; none for the first file, which is the baseline. */
        public List<Event> events() {
            return result instanceof PollResult.Observed observed ? observed.events() : List.of();
        }
    }

    private static final URI SITE = URI.create("https://replay.invalid");
    private static final String EMPTY_LIST = "{\"products\":[]}";

    /** Recorded files are trusted to be as large as they are. */
    private static final long MAX_BYTES = Long.MAX_VALUE;

    /** Nothing is waited for. */
    private static final Duration NO_TIMEOUT = Duration.ZERO;

    private final CatalogMonitor monitor;
    private final CurrentFile current = new CurrentFile();

    /**
     * @param id names the source of the events
     * @param site the address that links begin with; null for one that leads nowhere
     * @param wall when an event is said to have been seen
     */
    public Replay(
            MonitorId id,
            @Nullable URI site,
            InstantSource wall,
            NanoClock clock,
            UuidV7 ids,
            Meters meters) {
        ShopifySettings settings =
                new ShopifySettings(
                        site == null ? SITE : site,
                        ShopifyConfig.WHOLE_CATALOGUE,
                        NO_TIMEOUT,
                        MAX_BYTES);
        Surroundings surroundings =
                new Surroundings(
                        current, new NoStore(), wall, clock, ids, meters, new BufferPool());
        this.monitor = new CatalogMonitor(id, settings, surroundings);
    }

    /**
     * Runs every {@code *.json} file of the folder in the order of their names and hands over what
     * each gave.
     *
     * @return how many files there were
     */
    public int run(Path folder, Consumer<Step> steps) throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.toString().endsWith(".json")).sorted().forEach(files::add);
        }
        for (Path file : files) {
            current.file = file;
            steps.accept(new Step(file, monitor.poll(), monitor.lastLook()));
        }
        return files.size();
    }

    /** Answers page 1 with the current file and every other page with none. */
    private static final class CurrentFile implements Transport {
        private @Nullable Path file;

        @Override
        public Reply fetch(Fetch fetch) throws IOException {
            boolean first = fetch.uri().getQuery().endsWith("page=1");
            InputStream body =
                    first && file != null
                            ? Files.newInputStream(file)
                            : new ByteArrayInputStream(EMPTY_LIST.getBytes(StandardCharsets.UTF_8));
            return new FileReply(fetch.uri(), body);
        }
    }

    private record FileReply(URI uri, InputStream body) implements Reply {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public @Nullable String header(String name) {
            return null;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** A replay begins with nothing and leaves nothing. */
    private static final class NoStore implements StateStore {
        @Override
        public @Nullable Map<Long, byte[]> load(MonitorId id, String fingerprint) {
            return null;
        }

        @Override
        public void record(MonitorId id, StateChange change, List<Event> events, List<Owed> owed) {}
    }
}
