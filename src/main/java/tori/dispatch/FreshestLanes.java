package tori.dispatch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Sender;
import tori.telemetry.Meters;
import tori.time.NanoClock;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * The freshest lanes of all destinations, and the owner of the dispatcher thread: what the rest of
 * tori sees of this package, with {@link DispatchQueue}. Thread-safe; changes take effect on the
 * dispatcher thread soon after the call.
 *
 * <p>From {@link #add} on, a sender belongs to the lanes and is closed by them.
 */
public final class FreshestLanes {

    private static final Logger LOG = LoggerFactory.getLogger(FreshestLanes.class);

    private final Object lock = new Object();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final NanoClock clock;
    private final Meters meters;
    private final Dispatcher dispatcher;
    private @Nullable Thread thread;

    /**
     * @param log what was sent when, by earlier runs too
     * @param surroundings cares for what a lane cannot do by itself
     */
    public FreshestLanes(LaneServices services, SendLog log, LaneSurroundings surroundings) {
        this(services, log, surroundings, SendThreads.virtual());
    }

    /** Lanes by themselves, whose hours are never quiet. */
    public FreshestLanes(NanoClock clock, RandomGenerator random, Meters meters, SendLog log) {
        this(clock, random, meters, log, SendThreads.virtual());
    }

    FreshestLanes(
            NanoClock clock,
            RandomGenerator random,
            Meters meters,
            SendLog log,
            SendThreads threads) {
        this(
                new LaneServices(clock, () -> Instant.EPOCH, random, meters),
                log,
                LaneSurroundings.NONE,
                threads);
    }

    FreshestLanes(
            LaneServices services,
            SendLog log,
            LaneSurroundings surroundings,
            SendThreads threads) {
        this.clock = services.clock();
        this.meters = services.meters();
        this.dispatcher = new Dispatcher(services, log, surroundings, threads);
    }

    /** The role, for tests that take its passes themselves. */
    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Starts the dispatcher thread; once. */
    public void start() {
        start("tori-dispatcher");
    }

    /** The same, of lanes that are not those of the daemon. */
    public void start(String threadName) {
        synchronized (lock) {
            if (thread != null) {
                throw new IllegalStateException("started already");
            }
            thread = Thread.ofPlatform().name(threadName).daemon(true).start(dispatcher);
        }
    }

    /** Whether the dispatcher runs. */
    public boolean alive() {
        synchronized (lock) {
            return thread != null && thread.isAlive();
        }
    }

    /**
     * Opens a lane. The sender's {@link Sender#limits} are asked for first; events wait until then.
     *
     * @return where the destination's events go in
     * @throws IllegalArgumentException if there is a lane of this name
     */
    public DispatchQueue add(String destination, Sender sender, LaneSettings settings) {
        DispatchQueue queue =
                new DispatchQueue(
                        destination,
                        settings.queueCapacity(),
                        meters,
                        dispatcher.wakeup(),
                        new LaneHealth(clock),
                        dispatcher.context().fates());
        Lane lane =
                new Lane(
                        queue, sender, settings, dispatcher.context(), dispatcher::pauseEverywhere);
        synchronized (lock) {
            if (lanes.putIfAbsent(destination, lane) != null) {
                throw new IllegalArgumentException("there is a lane of this name: " + destination);
            }
            dispatcher.inbox().post(() -> dispatcher.open(lane));
        }
        return queue;
    }

    /**
     * Gives a lane another sender and other settings. The {@link DispatchQueue} stays, and what
     * waits too, except that what a smaller capacity has no room for is evicted. A lane that was
     * gone is open again. The earlier sender is closed after its last request; the new one sends
     * only then.
     *
     * @throws IllegalArgumentException if there is no lane of this name
     */
    public void replace(String destination, Sender sender, LaneSettings settings) {
        synchronized (lock) {
            Lane lane = existing(lanes.get(destination), destination);
            dispatcher.inbox().post(() -> lane.replace(sender, settings));
        }
    }

    /**
     * Closes a lane at once: events that wait are counted as abandoned and logged, departures that
     * wait are turned away, and the sender is closed after its last request.
     *
     * @throws IllegalArgumentException if there is no lane of this name
     */
    public void remove(String destination) {
        synchronized (lock) {
            Lane lane = existing(lanes.remove(destination), destination);
            dispatcher.inbox().post(() -> lane.remove("the destination was removed"));
        }
    }

    private static Lane existing(@Nullable Lane lane, String destination) {
        if (lane == null) {
            throw new IllegalArgumentException("there is no lane of this name: " + destination);
        }
        return lane;
    }

    /**
     * Takes no more events, turns waiting departures away, sends what waits as far as the limits
     * allow, waits for what is under way, closes the senders and ends the dispatcher thread.
     *
     * @param bound how long all that may take; up to two seconds more pass where a sender does not
     *     heed its interruption
     * @return how many events were left unsent per destination, those without any left out
     */
    public Map<String, Integer> drainAndStop(Duration bound) throws InterruptedException {
        synchronized (lock) {
            if (thread == null) {
                throw new IllegalStateException("not started");
            }
        }
        long deadlineNanos = clock.nanoTime() + Nanos.of(bound);
        dispatcher.inbox().post(() -> dispatcher.stop(deadlineNanos));
        long patienceNanos = Nanos.of(bound) + 2 * Dispatcher.GRACE.toNanos();
        try {
            return dispatcher.report().get(patienceNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.error("The dispatcher did not stop in time; what it left unsent is not known.");
            return Map.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the dispatcher's report failed", e);
        }
    }
}
