package tori.delivery;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Departures;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The guaranteed lane: sends what the store says is owed, through each destination's departures.
 * Its thread {@code tori-outbox} does what time makes due (retries, probes, ends of pauses); all
 * else runs on the threads of the store and of the requests. All methods may be called by any
 * thread.
 */
public final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** A disk that works takes milliseconds; one that is full would hold up a stop for nothing. */
    private static final Duration UNWRITTEN_PATIENCE = Duration.ofSeconds(2);

    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
    private static final long FAILURE_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private enum Phase {
        NEW,
        RUNNING,
        STOPPED
    }

    private final DeliveryStore store;
    private final OutboxServices services;
    private final Map<String, GuaranteedLane> lanes = new ConcurrentHashMap<>();

    /** Removed lanes with something still under way. */
    private final Set<GuaranteedLane> leaving = ConcurrentHashMap.newKeySet();

    private final Semaphore wakeups = new Semaphore(0);
    private final Object lock = new Object();
    private Phase phase = Phase.NEW;
    private @Nullable Thread thread;

    public Outbox(DeliveryStore store, OutboxServices services) {
        this.store = store;
        this.services = services;
    }

    /** What the store and the lanes tell the outbox. */
    private final class Hearing implements DeliveryStore.Listener, GuaranteedLane.Surroundings {

        @Override
        public void ready(String destination, int heads) {
            GuaranteedLane lane = lanes.get(destination);
            if (lane != null) {
                guarded("ready", () -> lane.ready(heads));
            }
        }

        @Override
        public void died(Settlement settlement, boolean first) {
            guarded("died", () -> tellDead(settlement, first));
        }

        @Override
        public @Nullable Route route(String destination) {
            return Outbox.this.route(destination);
        }

        @Override
        public void wake() {
            // One is enough for a whole pass.
            if (wakeups.availablePermits() == 0) {
                wakeups.release();
            }
        }

        @Override
        public void leaveRetry(String destination) {
            GuaranteedLane lane = lanes.get(destination);
            if (lane != null) {
                lane.askSoon();
            }
        }
    }

    private final Hearing hearing = new Hearing();

    /** The present way to a destination; null if there is none. */
    @Nullable Route route(String destination) {
        GuaranteedLane lane = lanes.get(destination);
        return lane == null ? null : lane.route();
    }

    private void tellDead(Settlement settlement, boolean first) {
        Claimed claimed = settlement.claimed();
        Attempt attempt = settlement.attempt();
        services.meters().delivered(claimed.destination(), "dead", 1);
        if (first) {
            LOG.error(
                    "{}: delivery {} was given up ({}); it is the first dead letter there",
                    claimed.destination(),
                    claimed.id(),
                    attempt == null ? "no attempt was made" : attempt.detail());
        }
        services.deadLetters().died(settlement, first);
    }

    /**
     * Asks the store what is owed and begins to send it; once.
     *
     * @throws IOException if the store cannot be read; nothing has begun then
     */
    public void start() throws IOException, InterruptedException {
        begin();
        synchronized (lock) {
            thread = Thread.ofPlatform().name("tori-outbox").daemon().start(this::run);
        }
    }

    /** {@link #start} without the thread: who calls this calls {@link #pass}. */
    void begin() throws IOException, InterruptedException {
        Map<String, Long> unknown = new TreeMap<>(store.owing());
        synchronized (lock) {
            if (phase != Phase.NEW) {
                throw new IllegalStateException("started already");
            }
            phase = Phase.RUNNING;
        }
        store.listen(hearing);
        lanes.values().forEach(GuaranteedLane::begin);
        unknown.keySet().removeAll(lanes.keySet());
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "Deliveries are owed to destinations that are not configured: {}. They are"
                            + " kept; configure a destination of that name to have them sent, or"
                            + " discard them.",
                    unknown);
        }
    }

    /**
     * Begins to send what is owed to a destination.
     *
     * @throws IllegalArgumentException if it is there already
     */
    public void add(String destination, Departures departures, LaneTerms terms) {
        GuaranteedLane lane =
                new GuaranteedLane(destination, departures, terms, store, services, hearing);
        Phase present;
        synchronized (lock) {
            if (lanes.putIfAbsent(destination, lane) != null) {
                throw new IllegalArgumentException("there is a lane of this name: " + destination);
            }
            present = phase;
        }
        switch (present) {
            case NEW -> {}
            case RUNNING -> lane.begin();
            case STOPPED -> lane.close();
        }
    }

    /**
     * Another sender or other settings: the destination's health is forgotten, and one that was
     * gone is tried again. To be called after whoever owns the departures was told, so that what
     * departs from now on goes by the new sender.
     *
     * @throws IllegalArgumentException if it is not there
     */
    public void replace(String destination, LaneTerms terms) {
        existing(lanes.get(destination), destination).replace(terms);
    }

    /**
     * Sends no more there once what is under way has ended. What is owed stays in the store.
     *
     * @throws IllegalArgumentException if it is not there
     */
    public void remove(String destination) {
        GuaranteedLane lane;
        synchronized (lock) {
            lane = existing(lanes.remove(destination), destination);
            leaving.add(lane);
        }
        lane.close();
        hearing.wake();
    }

    private static GuaranteedLane existing(@Nullable GuaranteedLane lane, String destination) {
        if (lane == null) {
            throw new IllegalArgumentException("there is no lane of this name: " + destination);
        }
        return lane;
    }

    /**
     * Whether a destination takes deliveries, as far as guaranteed ones have shown, or has been out
     * for so long that it is worth another try. False if it was not added. Cheap.
     */
    public boolean isHealthy(String destination) {
        Route route = route(destination);
        return route != null && route.health().isWorthTrying();
    }

    /** How all destinations stand, by name. */
    public List<OutboxStatus> status() {
        return new TreeMap<>(lanes).values().stream().map(GuaranteedLane::status).toList();
    }

    /** Whether the thread runs. */
    public boolean alive() {
        synchronized (lock) {
            return thread != null && thread.isAlive();
        }
    }

    /**
     * Hands out nothing more, gives back what was claimed and not sent, and waits until what is
     * under way has ended and is settled on disk.
     *
     * @param bound how long to wait at most for what is under way; a disk that refuses to write
     *     down what has ended is waited for two seconds
     * @return how many deliveries were still under way or not settled
     */
    public int stop(Duration bound) throws InterruptedException {
        long deadlineNanos = services.clock().nanoTime() + Waits.nanos(bound);
        Thread running;
        synchronized (lock) {
            phase = Phase.STOPPED;
            running = thread;
            leaving.addAll(lanes.values());
        }
        leaving.forEach(GuaranteedLane::close);
        if (running != null) {
            running.interrupt();
            running.join(bound);
        }
        boolean travelling = true;
        long leftNanos = deadlineNanos - services.clock().nanoTime();
        while (!haveEnded() && leftNanos > 0) {
            if (travelling && leaving.stream().noneMatch(GuaranteedLane::isTravelling)) {
                travelling = false;
                deadlineNanos =
                        services.clock().nanoTime()
                                + Math.min(leftNanos, UNWRITTEN_PATIENCE.toNanos());
            }
            boolean _ = wakeups.tryAcquire(LOOK_NANOS, TimeUnit.NANOSECONDS);
            leftNanos = deadlineNanos - services.clock().nanoTime();
        }
        return leaving.stream().mapToInt(GuaranteedLane::unsettled).sum();
    }

    private boolean haveEnded() {
        return leaving.stream().allMatch(GuaranteedLane::hasEnded);
    }

    private void run() {
        try {
            while (!isStopped()) {
                long waitNanos = pass();
                if (wakeups.tryAcquire(waitNanos, TimeUnit.NANOSECONDS)) {
                    wakeups.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        synchronized (lock) {
            return phase == Phase.STOPPED;
        }
    }

    /** Whether somebody wants a {@link #pass} before it is due; for those who have no thread. */
    boolean isWoken() {
        return wakeups.drainPermits() > 0;
    }

    /**
     * Does whatever is due.
     *
     * @return how long until something is due, in nanoseconds
     */
    long pass() throws InterruptedException {
        long wait = Health.NEVER_NANOS;
        for (GuaranteedLane lane : lanes.values()) {
            try {
                wait = Math.min(wait, lane.tick());
            } catch (RuntimeException e) {
                wait = Math.min(wait, FAILURE_PAUSE_NANOS);
                failed("a pass", e);
            }
        }
        if (!isStopped()) {
            leaving.removeIf(GuaranteedLane::hasEnded);
        }
        return wait;
    }

    private void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            failed(what, e);
        }
    }

    private void failed(String what, RuntimeException e) {
        services.meters().loopFailed("outbox");
        LOG.error("The outbox failed at {} and goes on.", what, e);
    }
}
