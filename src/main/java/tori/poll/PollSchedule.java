package tori.poll;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.index.KeyedSet;
import tori.model.EventSink;
import tori.model.MonitorId;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * What is polled: the thread-safe handle of the timer wheel and of its thread, "tori-wheel".
 * Changes take effect within a tick (4 ms).
 */
public final class PollSchedule {

    private static final Logger log = LoggerFactory.getLogger(PollSchedule.class);

    /** A turn that fails every time must not fill the log. */
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofSeconds(10);

    private final PollServices services;
    private final PollWheel wheel;
    private final Thread thread;
    private final Queue<Poller> finished = new ConcurrentLinkedQueue<>();
    private final KeyedSet<MonitorId, Poller> pollers = new KeyedSet<>(Poller::id);
    private final LongAdder attempts = new LongAdder();

    /** Keeps the order of commands about one monitor; taken only when the configuration changes. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile boolean stopping;
    private volatile boolean stopped;

    /**
     * @param random used by the wheel's thread only
     * @param maxRunning polls that may run at once, each a virtual thread of some kilobytes; more
     *     that are due wait in the wheel and count as late. Well above what the gate lets out, so
     *     that those who wait for a slow site do not take the others' places.
     */
    public PollSchedule(PollServices services, RandomGenerator random, int maxRunning) {
        this(services, random, maxRunning, PollThreads.VIRTUAL);
    }

    PollSchedule(
            PollServices services, RandomGenerator random, int maxRunning, PollThreads threads) {
        if (maxRunning < 1) {
            throw new IllegalArgumentException("needs maxRunning >= 1");
        }
        this.services = services;
        this.wheel = new PollWheel(services, random, threads, finished, attempts, maxRunning);
        this.thread = Thread.ofPlatform().name("tori-wheel").unstarted(this::run);
    }

    /** Begins to poll. To be called once. */
    public void start() {
        thread.start();
    }

    /**
     * Polls a monitor from now on.
     *
     * @throws IllegalArgumentException if a monitor of that name is polled already
     */
    public void add(PollerSpec spec) {
        changing.lock();
        try {
            Poller poller = new Poller(spec, services);
            if (pollers.putIfAbsent(poller) != null) {
                throw new IllegalArgumentException(spec.id() + " is polled already");
            }
            wheel.command(new PollWheel.Add(poller));
        } finally {
            changing.unlock();
        }
    }

    /** Polls monitors from now on; first polls are spread over an interval. */
    public void addAll(Collection<PollerSpec> specs) {
        specs.forEach(this::add);
    }

    /**
     * Polls a monitor no more; an attempt that runs is interrupted.
     *
     * @return whether it was polled
     */
    public boolean remove(MonitorId id) {
        return take(id, null);
    }

    /**
     * The same, for whoever has to know when nothing more comes of it.
     *
     * @return done once an attempt that runs has ended and been recorded; at once if it is not
     *     polled
     */
    public CompletableFuture<Void> retire(MonitorId id) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        return take(id, gone) ? gone : CompletableFuture.completedFuture(null);
    }

    private boolean take(MonitorId id, @Nullable CompletableFuture<Void> gone) {
        changing.lock();
        try {
            Poller poller = pollers.remove(id);
            if (poller == null) {
                return false;
            }
            wheel.command(new PollWheel.Remove(poller, gone));
            return true;
        } finally {
            changing.unlock();
        }
    }

    /**
     * Polls a monitor in another way from now on. The new one starts when an attempt of the old
     * one, which is interrupted, has ended. Adds it if there was none of that name.
     */
    public void replace(PollerSpec spec) {
        changing.lock();
        try {
            remove(spec.id());
            add(spec);
        } finally {
            changing.unlock();
        }
    }

    /** Tells somebody else of what a monitor finds from now on; nothing if it is not polled. */
    public void tell(MonitorId id, EventSink sink) {
        changing.lock();
        try {
            Poller poller = pollers.get(id);
            if (poller != null) {
                poller.tell(sink);
            }
        } finally {
            changing.unlock();
        }
    }

    /** Has a monitor polled at once; nothing if it is not polled. */
    public void wake(MonitorId id) {
        Poller poller = pollers.get(id);
        if (poller != null && !poller.wakeAsked) {
            poller.wakeAsked = true;
            wheel.command(new PollWheel.Wake(poller));
        }
    }

    /** Where a monitor's events go; null if there is none of that name. */
    public @Nullable EventSink sink(MonitorId id) {
        Poller poller = pollers.get(id);
        return poller == null ? null : poller.sink();
    }

    /** How all monitors are doing, ordered by name. */
    public List<PollStatus> statuses() {
        return pollers.values().stream()
                .map(Poller::status)
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList();
    }

    /** How a monitor is doing; null if there is none of that name. */
    public @Nullable PollStatus status(MonitorId id) {
        Poller poller = pollers.get(id);
        return poller == null ? null : poller.status();
    }

    /** How many attempts there have been, of all monitors together. */
    public long attempts() {
        return attempts.sum();
    }

    /** Whether the wheel turns. */
    public boolean alive() {
        return thread.isAlive() && !stopping;
    }

    /**
     * Starts no further polls, interrupts those that run and waits for them to end.
     *
     * @param bound the longest to wait
     * @return whether all had ended
     */
    public boolean stop(Duration bound) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        if (thread.getState() == Thread.State.NEW) {
            return true;
        }
        boolean ended = thread.join(bound);
        stopped = true;
        return ended;
    }

    private void run() {
        long complainedNanos = services.clock().nanoTime() - BETWEEN_COMPLAINTS.toNanos();
        boolean told = false;
        while (!stopped) {
            long nowNanos = services.clock().nanoTime();
            boolean more = false;
            try {
                if (stopping && !told) {
                    told = true;
                    wheel.stop();
                }
                more = wheel.runOnce(nowNanos);
            } catch (RuntimeException e) {
                services.meters().loopFailed("wheel");
                if (nowNanos - complainedNanos >= BETWEEN_COMPLAINTS.toNanos()) {
                    complainedNanos = nowNanos;
                    log.error("a turn of the timer wheel failed; it goes on", e);
                }
            }
            if (told && wheel.running() == 0) {
                return;
            }
            if (!more) {
                LockSupport.parkNanos(this, PollWheel.TICK_NANOS);
            }
            // Nobody else has this thread; parking would not wait while it is interrupted.
            stopping |= Thread.interrupted();
        }
    }
}
