package tori;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.account.AccessTerms;
import tori.account.Accounts;
import tori.config.AddedMonitorTerms;
import tori.config.Config;
import tori.config.ConfigDifference;
import tori.config.HttpConfig;
import tori.config.LoadResult;
import tori.config.LogConfig;
import tori.config.RetentionConfig;
import tori.config.ServerConfig;
import tori.config.StoreConfig;
import tori.delivery.DeliveryState;
import tori.delivery.Outbox;
import tori.delivery.OutboxServices;
import tori.delivery.RetryPolicy;
import tori.delivery.Settlement;
import tori.discord.DiscordSenders;
import tori.dispatch.Fate;
import tori.dispatch.FreshestLanes;
import tori.http.FallbackLookup;
import tori.http.Resolver;
import tori.model.Owed;
import tori.model.UuidV7;
import tori.network.AddressFence;
import tori.network.TrustedCertificates;
import tori.poll.PollSchedule;
import tori.poll.PollServices;
import tori.store.HistorySettings;
import tori.store.SqlStore;
import tori.store.StoreDependencies;
import tori.store.StoreSettings;
import tori.telemetry.Logging;
import tori.telemetry.PrometheusMeters;
import tori.time.NanoClock;
import tori.time.SystemClocks;
import tori.warc.Recorder;
import tori.wire.EventJson;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The daemon: all parts put together from one configuration, started in order, changed by
 * comparison and stopped in the opposite order. Built and stopped by the main thread; swapped under
 * the lock of {@link Reload}.
 */
final class Tori {

    private static final Logger LOG = LoggerFactory.getLogger(Tori.class);

    /** Together below five seconds, where no guaranteed delivery is under way. */
    private static final Duration POLLS_STOP = Duration.ofSeconds(1);

    /** What the slowest sender allows one attempt, and a moment. */
    private static final Duration ATTEMPTS_END = Duration.ofSeconds(16);

    private static final Duration LANES_DRAIN = Duration.ofSeconds(2);
    private static final Duration STORE_FLUSH = Duration.ofSeconds(1);

    /** Polls that may run for each connection there may be; see {@link PollSchedule}. */
    private static final int RUNNING_PER_CONNECTION = 4;

    private final PrometheusMeters meters;
    private final SqlStore store;
    private final FallbackLookup lookup;
    private final Resolver resolver;
    private final PollTransport transport;
    private final SenderFactory senders;
    private final Recorder recorder;
    private final FreshestLanes lanes;
    private final RecentEvents recent;
    private final Outbox outbox;
    private final Destinations destinations;
    private final Notices notices;
    private final DeadLetterAlert deadLetters;
    private final LaneCare care;
    private final PollSchedule schedule;
    private final Checks checks;
    private final UptimeParts uptime;
    private final Watches watches;
    private final AddressFence fence;
    private final Observations observations;
    private final Alive alive;
    private final Accounts accounts;
    private final Reload reload;
    private final Front front;
    private final Recollection recollection;
    private final Practice practice =
            new Practice(SystemClocks.sleeper(), DiscordSenders::practice);
    private volatile boolean started;
    private boolean stopped;

    private Tori(
            AddedMonitors added,
            Path file,
            SqlStore store,
            @Nullable Signing signing,
            Clocks clocks) {
        Config config = added.config();
        this.fence = new AddressFence(addedTerms(config).allowPrivate());
        this.store = store;
        this.meters = clocks.meters();
        this.recent = new RecentEvents(new EventFates(clocks.monotonic(), EventFates.CAPACITY));
        UuidV7 ids = new UuidV7(clocks.wall(), RandomSource.fresh());
        this.lookup = new FallbackLookup(Resolver.Lookup.SYSTEM, clocks.monotonic());
        lookup.configure(config.http().paths().dnsFallback());
        this.resolver = new Resolver(lookup, Resolver.Limits.DEFAULT, clocks.monotonic());
        this.transport =
                new PollTransport(
                        config.http(), signing, resolver, fence, clocks.monotonic(), clocks.wall());
        meters.proxies(transport::proxies);
        this.recorder =
                new Recorder(
                        meters, clocks.monotonic(), clocks.wall(), ids, "tori/" + Version.number());
        this.senders = new SenderFactory(resolver, clocks.monotonic(), clocks.wall());
        this.notices = new Notices(ids::next, clocks.wall(), clocks.monotonic());
        this.care = new LaneCare(new Parts(), notices, this::owe);
        this.lanes = new FreshestLanes(clocks.lanes(recent.fates()), store, care);
        this.outbox =
                new Outbox(
                        store,
                        new OutboxServices(
                                meters,
                                clocks.monotonic(),
                                clocks.wall(),
                                RandomSource.fresh(),
                                RetryPolicy.STANDARD,
                                this::tellDeadLetter));
        this.destinations = new Destinations(lanes, outbox, recent, meters);
        this.deadLetters = new DeadLetterAlert(destinations::instead, this::owe, notices);
        this.schedule = schedule(store, config.http(), clocks, new Parts());
        MonitorFactory monitors =
                new MonitorFactory(transport, store, clocks.wall(), clocks.monotonic(), ids, meters)
                        .recording(recorder)
                        .within(transport.within());
        this.checks = new Checks(config, clocks.monotonic(), clocks.wall(), fence);
        this.uptime =
                new UptimeParts(store, new Parts(), schedule, notices, recent, meters, checks);
        this.watches = uptime.watches(monitors, destinations, schedule, recent);
        this.observations =
                new Observations(watches, schedule, lanes, store, recent, uptime.board());
        this.accounts = clocks.accounts(store.users(), AccessTerms.of(config));
        this.reload = new Reload(file, config, meters, this::swap, added);
        this.front =
                new Front(
                        new Front.Watching(watches, observations, schedule, uptime, transport),
                        new Front.Telling(recent, destinations, outbox, notices),
                        new Front.Changing(added, reload, accounts),
                        store,
                        clocks,
                        ids);
        this.recollection =
                new Recollection(
                        store::latestEvents, destinations, clocks.monotonic(), clocks.wall());
        this.alive = alive();
    }

    private Alive alive() {
        return new Alive(
                () -> reload.inForce().alive(),
                observations,
                this::owe,
                notices,
                meters,
                SystemClocks.sleeper());
    }

    /** What is needed by parts that were there before. */
    private final class Parts implements LaneCare.InForce {

        @Override
        public Destinations destinations() {
            return destinations;
        }

        @Override
        public Watches watches() {
            return watches;
        }

        @Override
        public Config config() {
            return reload.inForce();
        }
    }

    /**
     * Opens the store and builds everything else around it; nothing runs yet.
     *
     * @throws IOException with a sentence for the user if the store or the signing key cannot be
     *     used
     */
    static Tori open(LoadResult.Loaded loaded, Path file) throws IOException, InterruptedException {
        return open(loaded, file, SystemClocks.wall());
    }

    /** The same with a wall clock that may be set. */
    static Tori open(LoadResult.Loaded loaded, Path file, InstantSource wall)
            throws IOException, InterruptedException {
        Config config = loaded.config();
        NanoClock monotonic = SystemClocks.monotonic();
        Signing signing = Signing.open(config.http().signing(), wall);
        PrometheusMeters meters = new PrometheusMeters(monotonic);
        SqlStore store =
                SqlStore.open(
                        settings(config.store()),
                        new StoreDependencies(
                                EventJson::encode,
                                EventJson::decode,
                                meters,
                                monotonic,
                                wall,
                                RandomSource.fresh()));
        AddedMonitors added = new AddedMonitors(file, loaded, store.addedMonitors().monitors());
        return new Tori(added, file, store, signing, new Clocks(monotonic, wall, meters));
    }

    private static AddedMonitorTerms addedTerms(Config config) {
        ServerConfig server = config.server();
        return server == null ? AddedMonitorTerms.STANDARD : server.monitors();
    }

    private static StoreSettings settings(StoreConfig store) {
        RetentionConfig kept = store.retention();
        return StoreSettings.of(store.place())
                .with(HistorySettings.of(kept.samples(), kept.minutes(), kept.hours()));
    }

    private static PollSchedule schedule(
            SqlStore store, HttpConfig http, Clocks clocks, LaneCare.InForce inForce) {
        Sampling samples =
                new Sampling(store, Uptime.windows(() -> inForce.config().surroundings()));
        return new PollSchedule(
                new PollServices(
                        store, clocks.meters(), clocks.monotonic(), clocks.wall(), samples),
                RandomSource.fresh(),
                http.maxConnections() * RUNNING_PER_CONNECTION);
    }

    /**
     * Starts the dispatcher, the schedule, the server and the reloads, in this order: what may be
     * refused is tried before, and nobody waits for a page as for the first polls.
     *
     * @throws IOException with a sentence if the address is taken
     * @throws IllegalArgumentException with a sentence if a destination is refused
     */
    void start() throws IOException {
        Config config = reload.inForce();
        PreparedDestinations prepared =
                PreparedDestinations.of(
                        config.destinations(), config.destinations().keySet(), senders::sender);
        front.requireFree(config);
        senders.styles(config.messages());
        lanes.start();
        destinations.open(prepared, List.copyOf(config.destinations().keySet()));
        startOutbox();
        watches.start(config);
        meters.addJvm();
        front.open(config);
        alive.start();
        reload.start();
        practice.begin(config);
        started = true;
        LOG.info(
                "tori {} watches {} and tells {}{}",
                Version.number(),
                count(watches.ids().size(), "monitor"),
                config.destinations().isEmpty()
                        ? "nobody"
                        : String.join(", ", config.destinations().keySet()),
                front.hint());
    }

    /** What is owed, and what is to be told later. */
    private void startOutbox() throws IOException {
        for (DeliveryState state : DeliveryState.values()) {
            meters.outbox(state.wireName(), () -> store.counts().getOrDefault(state, 0L));
        }
        try {
            deadLetters.resume(store, destinations.names());
            outbox.start();
            recollection.resume(reload.inForce());
            recent.recall(recollection.newest(RecentEvents.CAPACITY));
            uptime.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("tori was interrupted while it started", e);
        }
    }

    /** On the store's thread, which must not wait for itself. */
    private void owe(Owed owed) {
        var _ = store.accept(List.of(owed));
        meters.raised(owed.event().type());
        recent.add(owed.event());
        recent.fates().note(owed.event(), "", Fate.RAISED, owed.event().seenNanos(), null);
        recent.fates().note(owed.event(), owed.destination(), Fate.OWED, 0, null);
    }

    private void tellDeadLetter(Settlement settlement, boolean first) {
        deadLetters.died(settlement, first);
    }

    /** A number with its noun, such as {@code 1 monitor}. */
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Reloads the configuration, without waiting. */
    void requestReload() {
        reload.request();
    }

    private List<String> swap(Config before, Config after, ConfigDifference difference) {
        Set<String> changed = new HashSet<>(difference.destinations().added());
        changed.addAll(difference.destinations().changed());
        PreparedDestinations prepared = PreparedDestinations.none();
        Signing signing = null;
        try {
            if (difference.http()) {
                signing = Signing.open(after.http().signing(), SystemClocks.wall());
            }
            if (WarmUp.needsTls(after) && !WarmUp.needsTls(before)) {
                TrustedCertificates.load();
            }
            prepared = PreparedDestinations.of(after.destinations(), changed, senders::sender);
            front.exchange(before, after);
        } catch (IllegalArgumentException | IOException e) {
            prepared.discard();
            return List.of(String.valueOf(e.getMessage()));
        }
        if (difference.http()) {
            lookup.configure(after.http().paths().dnsFallback());
            transport.configure(after.http(), signing);
            checks.configure(after);
        }
        if (difference.log()) {
            Logging.configure(
                    after.log().format() == LogConfig.Format.JSON, after.log().level().name());
        }
        accounts.configure(AccessTerms.of(after));
        fence.allow(addedTerms(after).allowPrivate());
        senders.styles(after.messages());
        destinations.open(prepared, List.copyOf(after.destinations().keySet()));
        care.renewed(prepared.byName().keySet());
        watches.swap(before, after, difference.monitors());
        destinations.close(difference.destinations().removed());
        warnOfOwed(difference.destinations().removed());
        practice.begin(after);
        return List.of();
    }

    private void warnOfOwed(Set<String> removed) {
        Map<String, Long> owed = new TreeMap<>(store.owing());
        owed.keySet().retainAll(removed);
        if (!owed.isEmpty()) {
            LOG.warn(
                    "Deliveries are still owed to destinations that were removed: {}. They are kept"
                            + " until a destination of that name is there again, or they are"
                            + " discarded.",
                    owed);
        }
    }

    /**
     * Stops polling, sends what waits as far as limits and time allow, writes the state, and lets
     * go of everything: under five seconds, unless a guaranteed delivery is under way. Does nothing
     * the second time, but waits for the first.
     */
    synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        if (started) {
            LOG.info("Stopping");
        }
        try {
            stopParts();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while stopping; the store is closed as it is");
        } finally {
            store.close(STORE_FLUSH);
        }
        if (started) {
            LOG.info("Stopped");
        }
    }

    private void stopParts() throws InterruptedException {
        reload.end();
        practice.end();
        alive.end();
        uptime.end();
        front.close();
        if (!schedule.stop(POLLS_STOP)) {
            LOG.warn(
                    "Some polls did not end in time; what they would have found is found at the"
                            + " next start");
        }
        if (lanes.alive()) {
            settle();
            drain();
        }
        recorder.close();
        checks.close();
        transport.close();
        senders.close();
        resolver.close();
        lookup.close();
    }

    /** Requests of the guaranteed lane that are under way end by themselves: see their timeouts. */
    private void settle() throws InterruptedException {
        int left = outbox.stop(ATTEMPTS_END);
        if (left > 0) {
            LOG.warn(
                    "{} deliveries were under way and did not end; they are sent again at the next"
                            + " start",
                    left);
        }
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
