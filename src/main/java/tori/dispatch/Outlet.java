package tori.dispatch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Sender;
import tori.model.SharedLimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One sender as the dispatcher sees it: its limits, its pause, what it has under way, and its life
 * from asking for the limits to being closed. Thread-confined to the dispatcher.
 */
final class Outlet {

    private enum Life {
        STARTING,
        OPEN,
        RETIRED,
        CLOSING,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);

    /** A sender promises to answer within a few seconds; beyond this it goes without. */
    private static final long MAX_START_NANOS = Duration.ofSeconds(30).toNanos();

    private final String destination;
    private final Sender sender;
    private final String host;
    private final LaneContext context;
    private final Runnable opened;
    private final List<Sending> underWay = new ArrayList<>();
    private final List<SharedLimit> limits = new ArrayList<>();
    private final List<SlidingWindow> windows = new ArrayList<>();
    private Life life = Life.STARTING;
    private boolean asking;
    private long startedNanos;
    private @Nullable Thread starter;
    private boolean paused;
    private long pausedUntilNanos;
    private int failuresInRow;
    private long begun;

    /** How many requests had begun at the last failure that counted: those are of its round. */
    private long begunAtFailure;

    /**
     * @param opened told once the limits of the sender are known, on the dispatcher's thread
     */
    Outlet(String destination, Sender sender, LaneContext context, Runnable opened) {
        this.destination = destination;
        this.sender = sender;
        this.host = sender.host();
        this.context = context;
        this.opened = opened;
    }

    String destination() {
        return destination;
    }

    Sender sender() {
        return sender;
    }

    /** Asks the sender for its limits, on a thread of its own; nothing is sent before. */
    void start() {
        startedNanos = context.clock().nanoTime();
        asking = true;
        starter = context.threads().start("limits " + destination, this::askForLimits);
    }

    private void askForLimits() {
        List<SharedLimit> answer = List.of();
        try {
            answer = List.copyOf(sender.limits());
        } catch (InterruptedException e) {
            LOG.warn("Asking {} for its limits was interrupted; going without.", destination);
        } catch (RuntimeException e) {
            LOG.warn("Asking {} for its limits failed; going without.", destination, e);
        } finally {
            List<SharedLimit> known = answer;
            context.inbox().post(() -> open(known));
        }
    }

    private void open(List<SharedLimit> known) {
        asking = false;
        if (life == Life.STARTING) {
            life = Life.OPEN;
            long nowNanos = context.clock().nanoTime();
            for (SharedLimit limit : Set.copyOf(known)) {
                limits.add(limit);
                windows.add(context.sharedWindows().acquire(limit, nowNanos));
            }
            opened.run();
        }
        closeWhenUnused();
    }

    /** Gives up waiting for limits that do not come. */
    void giveUpStarting(long nowNanos) {
        if (life == Life.STARTING && asking && nanosUntilGivingUp(nowNanos) <= 0) {
            LOG.warn("{} did not tell its limits in time; going without.", destination);
            life = Life.OPEN;
            if (starter != null) {
                starter.interrupt();
            }
        }
    }

    private long nanosUntilGivingUp(long nowNanos) {
        return MAX_START_NANOS - (nowNanos - startedNanos);
    }

    /** The limits of the destination itself; they do not change once this is ready. */
    List<SlidingWindow> windows() {
        return windows;
    }

    /** Whether a thread works for this outlet now. */
    boolean isBusy() {
        return asking || !underWay.isEmpty();
    }

    int eventsUnderWay() {
        return underWay.stream().mapToInt(Sending::events).sum();
    }

    boolean isClosed() {
        return life == Life.CLOSED;
    }

    /** Whether its own state lets it send now, limits aside. */
    boolean isReady(long nowNanos) {
        return nanosUntilReady(nowNanos) == 0;
    }

    /** How long until it may send, limits aside: zero, nanoseconds, or until somebody reports. */
    long nanosUntilReady(long nowNanos) {
        if (life == Life.STARTING) {
            return asking ? Math.max(1, nanosUntilGivingUp(nowNanos)) : SlidingWindow.NEVER;
        }
        if (life != Life.OPEN || underWay.size() >= Math.max(1, sender.maxInFlight())) {
            return SlidingWindow.NEVER;
        }
        if (!context.hosts().hasPlace(host)) {
            return SlidingWindow.NEVER;
        }
        return paused ? Math.max(0, pausedUntilNanos - nowNanos) : 0;
    }

    /** Leaves the destination alone until then, or longer if it was to be left alone longer. */
    void pauseUntil(long untilNanos) {
        if (!paused || untilNanos - pausedUntilNanos > 0) {
            pausedUntilNanos = untilNanos;
        }
        paused = true;
    }

    /**
     * Whether a failure is a further one in a row. One whose request had begun before the last one
     * was known is not: a receiver that hangs once fails all requests under way together, and that
     * is one reason to wait, not fifty.
     */
    boolean beginsRound(Sending failed) {
        return failed.number() > begunAtFailure;
    }

    /** Counts a failure in a row and says how long to wait for it. */
    long backoffNanos() {
        failuresInRow++;
        begunAtFailure = begun;
        return context.backoff().waitNanos(failuresInRow, context.random());
    }

    /**
     * Ends a row of failures.
     *
     * @return how many there were
     */
    int succeeded() {
        int failures = failuresInRow;
        failuresInRow = 0;
        return failures;
    }

    /** How many failures there were in a row. */
    int failuresInRow() {
        return failuresInRow;
    }

    /** How many requests are under way. */
    int underWay() {
        return underWay.size();
    }

    void send(Sending sending) {
        begun++;
        sending.number(begun);
        underWay.add(sending);
        context.hosts().enter(host);
        paused = false;
        sending.start();
    }

    void completed(Sending sending) {
        underWay.remove(sending);
        context.hosts().leave(host);
        closeWhenUnused();
    }

    /** Sends no more; the sender is closed once nothing is under way. */
    void retire() {
        if (life == Life.STARTING || life == Life.OPEN) {
            life = Life.RETIRED;
            limits.forEach(context.sharedWindows()::release);
            closeWhenUnused();
        }
    }

    /** Interrupts what is under way. */
    void interrupt() {
        underWay.forEach(Sending::interrupt);
        if (asking && starter != null) {
            starter.interrupt();
        }
    }

    private void closeWhenUnused() {
        if (life == Life.RETIRED && !isBusy()) {
            life = Life.CLOSING;
            context.threads().start("close " + destination, this::closeSender);
        }
    }

    private void closeSender() {
        try {
            sender.close();
        } catch (RuntimeException e) {
            LOG.warn("Closing {} failed.", destination, e);
        } finally {
            context.inbox().post(() -> life = Life.CLOSED);
        }
    }
}
