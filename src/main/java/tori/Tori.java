package tori;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.api.ApiDependencies;
import tori.api.ApiServer;
import tori.api.ApiSettings;
import tori.api.Reloader;
import tori.config.Config;
import tori.config.ConfigDifference;
import tori.config.LoadResult;
import tori.config.LogConfig;
import tori.config.MonitorConfig;
import tori.config.Problem;
import tori.config.ServerConfig;
import tori.config.Warning;
import tori.dispatch.FreshestLanes;
import tori.http.Resolver;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.PollSchedule;
import tori.poll.PollServices;
import tori.poll.PollerSpec;
import tori.store.SqliteStore;
import tori.store.StoreDependencies;
import tori.store.StoreSettings;
import tori.telemetry.Logging;
import tori.telemetry.Profiler;
import tori.telemetry.PrometheusMeters;
import tori.time.NanoClock;
import tori.time.SystemClocks;
import tori.wire.EventJson;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The daemon: all parts put together from one configuration, started in order, changed by
 * comparison and stopped in the opposite order. Built and stopped by the main thread; reloads come
 * from any thread, one at a time.
 */
final class Tori {

    private static final Logger LOG = LoggerFactory.getLogger(Tori.class);

    /** Together below the five seconds after which a stop counts as stuck. */
    private static final Duration POLLS_STOP = Duration.ofSeconds(1);

    private static final Duration LANES_DRAIN = Duration.ofSeconds(2);
    private static final Duration STORE_FLUSH = Duration.ofSeconds(1);

    /** Polls that may run for each connection there may be; see {@link PollSchedule}. */
    private static final int RUNNING_PER_CONNECTION = 4;

    private final Path file;
    private final ReentrantLock reloading = new ReentrantLock();
    private final ConfigWatch watch;
    private final PrometheusMeters meters;
    private final SqliteStore store;
    private final Resolver resolver;
    private final PollTransport transport;
    private final SenderFactory senders;
    private final FreshestLanes lanes;
    private final RecentEvents recent = new RecentEvents();
    private final Destinations destinations;
    private final MonitorFactory monitors;
    private final PollSchedule schedule;
    private final UuidV7 ids;
    private Config config;
    private @Nullable ApiServer server;
    private @Nullable Thread watcher;
    private boolean stopped;

    private Tori(Config config, Path file, SqliteStore store, Clocks clocks) {
        this.config = config;
        this.file = file;
        this.watch = new ConfigWatch(file, this::reload, SystemClocks.sleeper());
        this.store = store;
        this.meters = clocks.meters();
        this.ids = new UuidV7(clocks.wall(), RandomSource.fresh());
        this.resolver =
                new Resolver(Resolver.Lookup.SYSTEM, Resolver.Limits.DEFAULT, clocks.monotonic());
        this.transport =
                new PollTransport(config.http(), resolver, clocks.monotonic(), clocks.wall());
        this.senders = new SenderFactory(resolver, clocks.monotonic(), clocks.wall());
        this.lanes = new FreshestLanes(clocks.monotonic(), RandomSource.fresh(), meters);
        this.destinations = new Destinations(lanes, senders, recent);
        this.monitors =
                new MonitorFactory(
                        transport, store, clocks.wall(), clocks.monotonic(), ids, meters);
        this.schedule =
                new PollSchedule(
                        new PollServices(store, meters, clocks.monotonic(), clocks.wall()),
                        RandomSource.fresh(),
                        config.http().maxConnections() * RUNNING_PER_CONNECTION);
    }

    private record Clocks(NanoClock monotonic, InstantSource wall, PrometheusMeters meters) {}

    /**
     * Opens the store and builds everything else around it; nothing runs yet.
     *
     * @throws IOException with a sentence for the user if the store cannot be used
     */
    static Tori open(Config config, Path file) throws IOException {
        NanoClock monotonic = SystemClocks.monotonic();
        InstantSource wall = SystemClocks.wall();
        PrometheusMeters meters = new PrometheusMeters(monotonic);
        SqliteStore store =
                SqliteStore.open(
                        StoreSettings.of(Path.of(config.store().path())),
                        new StoreDependencies(
                                EventJson::encode, meters, monotonic, wall, RandomSource.fresh()));
        return new Tori(config, file, store, new Clocks(monotonic, wall, meters));
    }

    /**
     * Starts the dispatcher, the schedule and the server, in this order.
     *
     * @throws IOException with a sentence if the address is taken or a destination is refused
     */
    void start() throws IOException {
        ConfigDifference.Changes<String> all =
                new ConfigDifference.Changes<>(config.destinations().keySet(), Set.of(), Set.of());
        Map<String, Destinations.Prepared> prepared;
        try {
            prepared = destinations.prepare(config.destinations(), all);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        server = startServer(config.server());
        lanes.start();
        destinations.open(prepared);
        schedule.start();
        schedule.addAll(specs(config.monitors()));
        watcher = Thread.ofVirtual().name("watch " + file).start(watch);
        meters.reloaded(true);
        announce();
    }

    private void announce() {
        long watched = config.monitors().stream().filter(MonitorConfig::enabled).count();
        LOG.info(
                "tori {} watches {} monitors and tells {}{}",
                Version.number(),
                watched,
                config.destinations().keySet(),
                server == null ? "" : "; see " + address(server));
    }

    private String address(ApiServer running) {
        ServerConfig listen = config.server();
        return "http://" + (listen == null ? "" : listen.host()) + ":" + running.port() + "/";
    }

    private @Nullable ApiServer startServer(@Nullable ServerConfig listen) throws IOException {
        if (listen == null) {
            return null;
        }
        Path captures = Path.of(config.profiling().directory());
        Observations observations = new Observations(this::watched, schedule, lanes, recent);
        return ApiServer.start(
                new ApiSettings(listen.host(), listen.port(), captures),
                new ApiDependencies(
                        meters::scrape,
                        observations,
                        this::reload,
                        observations,
                        new Profiler(captures),
                        ids::next));
    }

    private List<MonitorId> watched() {
        return config.monitors().stream()
                .filter(MonitorConfig::enabled)
                .map(MonitorConfig::id)
                .toList();
    }

    private List<PollerSpec> specs(List<MonitorConfig> configs) {
        return configs.stream().filter(MonitorConfig::enabled).map(this::spec).toList();
    }

    private PollerSpec spec(MonitorConfig monitor) {
        return new PollerSpec(
                monitors.monitor(monitor, config.http()),
                destinations.sink(monitor.destinations()),
                MonitorFactory.cadence(monitor.schedule()));
    }

    /** Reloads on a thread of its own, for those who may not wait. */
    void requestReload() {
        Thread.ofVirtual()
                .name("reload")
                .start(() -> {
                    if (reload() instanceof Reloader.Outcome.Busy busy) {
                        LOG.warn("{}", busy.reason());
                    }
                });
    }

    /** Reads the file again and swaps only what changed; a bad file changes nothing. */
    Reloader.Outcome reload() {
        if (!reloading.tryLock()) {
            return new Reloader.Outcome.Busy("another reload is under way; try again");
        }
        try {
            if (stopped) {
                return new Reloader.Outcome.Busy("tori is stopping");
            }
            watch.reading();
            return switch (ConfigFile.load(file)) {
                case LoadResult.Invalid invalid ->
                        refuse(invalid.problems().stream().map(Problem::toString).toList());
                case LoadResult.Loaded loaded -> take(loaded);
            };
        } catch (RuntimeException e) {
            LOG.error("The reload failed; the configuration may be in force in part", e);
            meters.reloaded(false);
            return new Reloader.Outcome.Refused(List.of("a bug in tori, see its log: " + e));
        } finally {
            reloading.unlock();
        }
    }

    private Reloader.Outcome refuse(List<String> problems) {
        meters.reloaded(false);
        LOG.error("The new configuration is not valid; the old one stays in force:");
        problems.forEach(problem -> LOG.error("{}", problem));
        return new Reloader.Outcome.Refused(problems);
    }

    private Reloader.Outcome take(LoadResult.Loaded loaded) {
        for (Warning warning : loaded.warnings()) {
            LOG.warn("{}", warning);
        }
        Config next = loaded.config();
        ConfigDifference difference = ConfigDifference.between(config, next);
        Map<String, Destinations.Prepared> prepared;
        try {
            prepared = destinations.prepare(next.destinations(), difference.destinations());
        } catch (IllegalArgumentException e) {
            return refuse(List.of(file + ": " + e.getMessage()));
        }
        List<String> said = new ArrayList<>();
        if (difference.server() && !swapServer(next, said)) {
            return refuse(said);
        }
        swap(next, difference, prepared);
        meters.reloaded(true);
        String message = describe(difference, said);
        LOG.info("Reloaded: {}", message);
        return new Reloader.Outcome.Done(message);
    }

    private boolean swapServer(Config next, List<String> said) {
        ApiServer before = server;
        try {
            server = startServer(next.server());
        } catch (IOException e) {
            said.add("server.listen: " + e.getMessage());
            return false;
        }
        if (before != null) {
            // The answer to the request that asked for this goes out before it closes.
            Thread.ofVirtual().name("close server").start(before::close);
        }
        return true;
    }

    private void swap(
            Config next, ConfigDifference difference, Map<String, Destinations.Prepared> prepared) {
        boolean bodiesChanged = config.http().maxBodyBytes() != next.http().maxBodyBytes();
        if (difference.http()) {
            transport.configure(next.http());
        }
        if (difference.log()) {
            Logging.configure(
                    next.log().format() == LogConfig.Format.JSON, next.log().level().name());
        }
        destinations.open(prepared);
        config = next;
        ConfigDifference.Changes<MonitorId> changes = difference.monitors();
        for (MonitorId id : changes.removed()) {
            schedule.remove(id);
            recent.forget(id);
        }
        for (MonitorConfig monitor : next.monitors()) {
            boolean touched =
                    bodiesChanged
                            || changes.added().contains(monitor.id())
                            || changes.changed().contains(monitor.id());
            if (touched && monitor.enabled()) {
                schedule.replace(spec(monitor));
            } else if (touched) {
                schedule.remove(monitor.id());
            }
        }
        destinations.close(difference.destinations().removed());
    }

    private static String describe(ConfigDifference difference, List<String> said) {
        List<String> words = new ArrayList<>(said);
        describe("monitors", difference.monitors(), words);
        describe("destinations", difference.destinations(), words);
        if (difference.http()) {
            words.add("http changed");
        }
        if (difference.server()) {
            words.add("server changed");
        }
        if (difference.log()) {
            words.add("log changed");
        }
        if (difference.store()) {
            words.add("store changed, which takes effect at the next start");
        }
        if (difference.profiling()) {
            words.add("profiling changed, which takes effect at the next start");
        }
        return words.isEmpty() ? "nothing changed" : String.join("; ", words);
    }

    private static void describe(
            String what, ConfigDifference.Changes<?> changes, List<String> words) {
        if (!changes.added().isEmpty()) {
            words.add(what + " added " + changes.added());
        }
        if (!changes.changed().isEmpty()) {
            words.add(what + " changed " + changes.changed());
        }
        if (!changes.removed().isEmpty()) {
            words.add(what + " removed " + changes.removed());
        }
    }

    /**
     * Stops polling, sends what waits as far as limits and time allow, writes the state, and lets
     * go of everything; under five seconds. Does nothing the second time, but waits for the first.
     */
    void stop() {
        reloading.lock();
        try {
            if (!stopped) {
                stopped = true;
                LOG.info("Stopping");
                stopParts();
                LOG.info("Stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while stopping; the store is closed as it is");
        } finally {
            store.close(STORE_FLUSH);
            reloading.unlock();
        }
    }

    private void stopParts() throws InterruptedException {
        if (watcher != null) {
            watcher.interrupt();
        }
        if (server != null) {
            server.close();
        }
        if (!schedule.stop(POLLS_STOP)) {
            LOG.warn(
                    "Some polls did not end in time; what they would have found is found at the"
                            + " next start");
        }
        if (lanes.alive()) {
            drain();
        }
        transport.close();
        senders.close();
        resolver.close();
    }

    private void drain() throws InterruptedException {
        Map<String, Integer> left = destinations.drain(LANES_DRAIN);
        left.forEach((destination, events) ->
                LOG.warn(
                        "{} events for {} were not sent in time; they are in the event log",
                        events,
                        destination));
    }
}
