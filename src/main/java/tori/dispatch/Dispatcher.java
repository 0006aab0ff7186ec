package tori.dispatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.telemetry.Meters;
import tori.time.Backoff;
import tori.time.NanoClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Decides what is sent when, for all destinations of the freshest lane: the role of the one
 * dispatcher thread. Every method is thread-confined to it, except those that say otherwise.
 *
 * <p>It never blocks and never sends: it sleeps until something is due or somebody wakes it, takes
 * over what has come in, decides, and starts virtual threads that send and report back through the
 * {@link Inbox}. {@link #runOnce} is one pass of that loop and reads the clock once, after it has
 * taken everything in; tests call it with a clock of their own.
 */
final class Dispatcher implements Runnable {

    private enum Phase {
        RUNNING,
        DRAINING,
        CLOSING,
        STOPPED
    }

    /** How long interrupted sends and closing senders are waited for once the bound is over. */
    static final Duration GRACE = Duration.ofSeconds(1);

    /** What departures are told that come while tori stops. */
    static final String STOPPING = "tori stops";

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long FAILURE_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    /**
     * Some times what it costs to fall asleep and to be woken, a few microseconds on both sides: a
     * burst of many producers has pauses, in which one of them gets a processor.
     */
    static final Duration PATIENCE = Duration.ofNanos(20_000);

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 2, 0.1);

    private final Wakeup wakeup;
    private final Inbox inbox;
    private final CompletableFuture<Map<String, Integer>> report = new CompletableFuture<>();
    private final NanoClock clock;
    private final Meters meters;
    private final LaneContext context;
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<String, Integer> left = new TreeMap<>();
    private Phase phase = Phase.RUNNING;
    private long deadlineNanos;

    Dispatcher(
            LaneServices services,
            SendLog log,
            LaneSurroundings surroundings,
            SendThreads threads) {
        this.clock = services.clock();
        this.wakeup = new Wakeup(new Patience(clock, PATIENCE));
        this.inbox = new Inbox(wakeup);
        this.meters = services.meters();
        Windows windows = new Windows(log);
        this.context =
                new LaneContext(
                        clock,
                        services.wall(),
                        services.random(),
                        meters,
                        services.fates(),
                        threads,
                        inbox,
                        windows,
                        new SharedWindows(windows),
                        new Hosts(),
                        BACKOFF,
                        surroundings);
    }

    /** Leads to the dispatcher thread. Any thread. */
    Inbox inbox() {
        return inbox;
    }

    /** Wakes the dispatcher thread. Any thread. */
    Wakeup wakeup() {
        return wakeup;
    }

    /** What all lanes share. Any thread. */
    LaneContext context() {
        return context;
    }

    /** How many events were left per destination, once stopped. Any thread. */
    CompletableFuture<Map<String, Integer>> report() {
        return report;
    }

    @Override
    public void run() {
        try {
            while (phase != Phase.STOPPED) {
                if (Thread.interrupted()) {
                    LOG.warn("The dispatcher was interrupted; it stops without draining.");
                    stop(clock.nanoTime());
                }
                wakeup.sleep(guardedPass(), this::isIdle);
            }
        } finally {
            for (Lane lane : lanes) {
                lane.queue().departures().close(STOPPING);
                lane.queue().idleDepartures().close(STOPPING);
            }
            report.complete(Map.copyOf(left));
        }
    }

    private long guardedPass() {
        try {
            return runOnce();
        } catch (RuntimeException e) {
            return failed("pass", e);
        }
    }

    /**
     * One pass: takes in reports and events, then sends what may be sent.
     *
     * @return how long until something is due, in nanoseconds; zero if another pass should follow
     *     at once
     */
    long runOnce() {
        runTasks();
        for (Lane lane : lanes) {
            try {
                lane.drain();
            } catch (RuntimeException e) {
                failed(lane.destination(), e);
            }
        }
        long nowNanos = clock.nanoTime();
        long wait = advanceLanes(nowNanos);
        forgetEndedLanes();
        return switch (phase) {
            case RUNNING -> wait;
            case DRAINING -> continueDraining(nowNanos, wait);
            case CLOSING -> continueClosing(nowNanos);
            case STOPPED -> 0;
        };
    }

    private void runTasks() {
        Runnable task = inbox.poll();
        while (task != null) {
            try {
                task.run();
            } catch (RuntimeException e) {
                failed("task", e);
            }
            task = inbox.poll();
        }
    }

    /**
     * Asks first who has not sent for the longest time, so that lanes that share a limit have equal
     * chances: whoever sends goes to the end of the list.
     */
    private long advanceLanes(long nowNanos) {
        long wait = SlidingWindow.NEVER;
        int index = 0;
        for (int unasked = lanes.size(); unasked > 0; unasked--) {
            Lane lane = lanes.get(index);
            long before = lane.sends();
            try {
                wait = Math.min(wait, lane.advance(nowNanos));
            } catch (RuntimeException e) {
                wait = Math.min(wait, failed(lane.destination(), e));
            }
            if (lane.sends() == before) {
                index++;
            } else {
                lanes.remove(index);
                lanes.add(lane);
            }
        }
        return wait;
    }

    private void forgetEndedLanes() {
        for (int i = lanes.size() - 1; i >= 0; i--) {
            Lane lane = lanes.get(i);
            if (lane.isRemoved() && lane.hasEnded()) {
                lanes.remove(i);
                forget(lane);
            }
        }
    }

    private void forget(Lane lane) {
        String destination = lane.destination();
        if (lanes.stream().noneMatch(each -> each.destination().equals(destination))) {
            meters.forgetDestination(destination);
        }
        report(lane);
    }

    private void report(Lane lane) {
        if (lane.left() > 0) {
            left.merge(lane.destination(), lane.left(), Integer::sum);
            LOG.warn("{}: {} events were left unsent.", lane.destination(), lane.left());
        }
    }

    private boolean isIdle() {
        for (int i = 0; i < lanes.size(); i++) {
            if (lanes.get(i).hasWork()) {
                return false;
            }
        }
        return inbox.isEmpty();
    }

    void open(Lane lane) {
        meters.queueDepth(lane.destination(), lane.queue()::depth);
        meters.held(lane.destination(), lane.diversion()::held);
        lanes.add(lane);
        if (phase == Phase.RUNNING) {
            lane.start();
        } else {
            lane.remove(STOPPING);
        }
    }

    void pauseEverywhere(String authority, long untilNanos) {
        for (Lane lane : lanes) {
            lane.throttledUntil(untilNanos, authority);
        }
    }

    /** Stops taking events and sends what waits, until then at the latest. */
    void stop(long stopAtNanos) {
        if (phase == Phase.RUNNING) {
            phase = Phase.DRAINING;
            left.clear();
            lanes.forEach(Lane::stopAccepting);
            deadlineNanos = stopAtNanos;
        } else if (phase == Phase.DRAINING && stopAtNanos - deadlineNanos < 0) {
            deadlineNanos = stopAtNanos;
        }
    }

    /** Waits for a send only as long as one can still happen before the deadline. */
    private long continueDraining(long nowNanos, long wait) {
        long within = deadlineNanos - nowNanos;
        if (within > 0 && !lanes.stream().allMatch(lane -> lane.isSettled(nowNanos, within))) {
            return Math.min(wait, within);
        }
        phase = Phase.CLOSING;
        deadlineNanos = nowNanos + GRACE.toNanos();
        for (Lane lane : lanes) {
            lane.remove(STOPPING);
            lane.interrupt();
        }
        return 0;
    }

    private long continueClosing(long nowNanos) {
        long within = deadlineNanos - nowNanos;
        if (!lanes.isEmpty() && within > 0) {
            return within;
        }
        for (Lane lane : lanes) {
            LOG.warn("{} did not come to an end in time.", lane.destination());
            lane.abandonUnderWay();
            report(lane);
        }
        lanes.clear();
        phase = Phase.STOPPED;
        return 0;
    }

    boolean isStopped() {
        return phase == Phase.STOPPED;
    }

    private long failed(String what, RuntimeException e) {
        meters.loopFailed("dispatcher");
        LOG.error("The dispatcher failed at {} and goes on.", what, e);
        return FAILURE_PAUSE_NANOS;
    }
}
