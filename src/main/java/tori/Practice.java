package tori;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.Config;
import tori.config.ConfigLoader;
import tori.config.DestinationConfig;
import tori.config.LoadResult;
import tori.demo.DemoStore;
import tori.dispatch.DispatchQueue;
import tori.dispatch.FreshestLanes;
import tori.dispatch.LaneServices;
import tori.dispatch.LaneSettings;
import tori.dispatch.LaneSurroundings;
import tori.dispatch.SendLog;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.model.Sender;
import tori.model.UuidV7;
import tori.poll.PollResult;
import tori.poll.StateChange;
import tori.poll.StateStore;
import tori.shopify.StoreFacts;
import tori.shopify.StoreMonitor;
import tori.telemetry.PrometheusMeters;
import tori.time.NanoClock;
import tori.time.Sleeper;
import tori.time.SystemClocks;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * Plays alerts through soon after the start, from a store's page to a message that goes nowhere, so
 * that the first real one finds its way compiled: real ones are rare, and what runs ten times a day
 * is never compiled otherwise. Nothing of it is shared with the daemon but the code. Runs once, on
 * a thread of its own, which no poll waits for a carrier of.
 */
final class Practice implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Practice.class);

    /** The start, the first polls and what compiles for them go first. */
    private static final Duration DELAY = Duration.ofSeconds(3);

    /**
     * With thirty the first alert comes as soon as with three hundred; each takes some ten
     * milliseconds of processor time.
     */
    private static final int ROUNDS = 30;

    /** In which compilers come after, and polls and alerts are not in the way of each other. */
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(20);

    /** By practice's clock: thirty messages in a minute are what a Discord channel takes. */
    private static final Duration STEP = Duration.ofSeconds(2);

    /** When no limit keeps back what still waits: nothing is to be left unsent, and said to be. */
    private static final Duration LONG_AFTER = Duration.ofHours(1);

    /** All is in memory; a machine may stall. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private static final int QUEUE = 64;

    private static final String CONFIG =
            """
            sites:
              - name: practice
                url: demo://store?products=20
                monitors: [{name: catalogue, type: shopify}]
            """;

    private final Sleeper sleeper;
    private final BiFunction<NanoClock, InstantSource, Sender> senders;
    private @Nullable Thread thread;

    /**
     * @param senders makes the sender that is practised with, by practice's clocks
     */
    Practice(Sleeper sleeper, BiFunction<NanoClock, InstantSource, Sender> senders) {
        this.sleeper = sleeper;
        this.senders = senders;
    }

    /** Whether somebody is told for whom milliseconds count. */
    static boolean isWanted(Config config) {
        return config.destinations().values().stream()
                .anyMatch(DestinationConfig.Discord.class::isInstance);
    }

    /** Practises if that {@link #isWanted}, once in the life of a process. */
    synchronized void begin(Config config) {
        if (thread == null && isWanted(config)) {
            thread = Thread.ofPlatform().daemon().name("tori-practice").start(this);
        }
    }

    /** Practises no more. */
    synchronized void end() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void run() {
        try {
            sleeper.sleep(DELAY.toNanos());
            play();
            LOG.debug("alerts were practised");
        } catch (InterruptedException e) {
            // tori stops.
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | LinkageError e) {
            // Alerts come without it, only later.
            LOG.debug("alerts could not be practised", e);
        }
    }

    private void play() throws IOException, InterruptedException {
        AtomicLong skippedNanos = new AtomicLong();
        NanoClock monotonic = SystemClocks.monotonic();
        NanoClock clock = () -> monotonic.nanoTime() + skippedNanos.get();
        InstantSource wall = SystemClocks.wall();
        try (PrometheusMeters meters = new PrometheusMeters(clock)) {
            StoreMonitor monitor = monitor(clock, wall, meters);
            FreshestLanes lanes =
                    new FreshestLanes(
                            new LaneServices(clock, wall, RandomSource.fresh(), meters),
                            SendLog.NONE,
                            LaneSurroundings.NONE);
            lanes.start("tori-practice-dispatcher");
            try {
                DispatchQueue queue =
                        lanes.add(
                                "practice",
                                senders.apply(clock, wall),
                                new LaneSettings(null, QUEUE, null));
                for (int round = 0; round < ROUNDS; round++) {
                    skippedNanos.addAndGet(STEP.toNanos());
                    if (monitor.poll() instanceof PollResult.Observed observed) {
                        queue.acceptAll(observed.events());
                    }
                    sleeper.sleep(BETWEEN_ROUNDS.toNanos());
                }
            } finally {
                skippedNanos.addAndGet(LONG_AFTER.toNanos());
                lanes.drainAndStop(DRAIN);
            }
        }
    }

    private static StoreMonitor monitor(
            NanoClock clock, InstantSource wall, PrometheusMeters meters) {
        if (!(new ConfigLoader(_ -> null).load("practice", CONFIG)
                instanceof LoadResult.Loaded loaded)) {
            throw new IllegalStateException("practice's configuration is not valid");
        }
        Config config = loaded.config();
        return new MonitorFactory(
                        new DemoStore(clock, wall),
                        new Forgetful(),
                        wall,
                        clock,
                        new UuidV7(wall, RandomSource.fresh()),
                        meters,
                        StoreFacts.withoutAsking())
                .monitor(config.monitors().getFirst(), config.http());
    }

    /** Nothing was before, and nothing is kept. */
    private record Forgetful() implements StateStore {

        @Override
        public @Nullable Map<Long, byte[]> load(MonitorId id, String fingerprint) {
            return null;
        }

        @Override
        public void record(MonitorId id, StateChange change, List<Event> events, List<Owed> owed) {}
    }
}
