package tori.dispatch;

import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Event;
import tori.model.Rate;
import tori.model.SendResult;
import tori.model.Sender;
import tori.telemetry.JfrDispatch;

import java.util.ArrayList;
import java.util.List;

/**
 * The freshest lane of one destination: what waits for it, and the decision what to send when.
 * Thread-confined to the dispatcher.
 *
 * <p>Events travel one by one while there are permits for all; beyond that, as few to a message as
 * the permits at hand allow. A lane that is closed stays until its last sender is closed.
 */
final class Lane {

    /** Told when the answer of one destination binds those of the same authority. */
    interface Everywhere {
        void pause(String authority, long untilNanos);
    }

    /** An event is given up when this many attempts at it have failed. */
    static final int MAX_FAILURES = 5;

    static final String ABANDONED = "abandoned";

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final DispatchQueue queue;
    private final LaneContext context;
    private final Everywhere everywhere;
    private final MessagePassingQueue.Consumer<Event> intoPending;
    private final List<SlidingWindow> userWindow = new ArrayList<>(1);
    private final List<Outlet> retired = new ArrayList<>();
    private Outlet outlet;
    private PendingEvents pending;
    private long maxAgeNanos;
    private long throttledUntilNanos;

    /** As what events are counted that come here now; null while the lane is open. */
    private @Nullable String closedAs;

    private boolean removed;
    private int left;
    private long sends;

    /** Given up since the last line of the log that said so. */
    private int unloggedAbandoned;

    Lane(
            DispatchQueue queue,
            Sender sender,
            LaneSettings settings,
            LaneContext context,
            Everywhere everywhere) {
        this.queue = queue;
        this.context = context;
        this.everywhere = everywhere;
        this.intoPending = event -> this.pending.add(event);
        this.throttledUntilNanos = context.clock().nanoTime();
        this.outlet = new Outlet(queue.destination(), sender, context);
        this.pending =
                new PendingEvents(queue.destination(), settings.queueCapacity(), context.meters());
        apply(settings);
    }

    String destination() {
        return queue.destination();
    }

    DispatchQueue queue() {
        return queue;
    }

    String authority() {
        return outlet.sender().authority();
    }

    void start() {
        outlet.start();
    }

    /** Takes over what producers have put into the queue. */
    void drain() {
        if (closedAs == null && queue.drain(intoPending) > 0) {
            queue.pending(pending.size());
        }
    }

    /** Whether {@link #drain} would move something now. */
    boolean hasWork() {
        return closedAs == null && queue.hasWork();
    }

    /**
     * Sends what may be sent now.
     *
     * @return how long until something is due here, unless somebody reports before; never negative
     */
    long advance(long nowNanos) {
        pending.expire(nowNanos, maxAgeNanos);
        outlet.giveUpStarting(nowNanos);
        retired.removeIf(Outlet::isClosed);
        while (!pending.isEmpty() && isReady(nowNanos)) {
            int permits = permits(nowNanos);
            if (permits == 0) {
                break;
            }
            send(batch(permits), nowNanos);
        }
        queue.pending(pending.size());
        long expiry = pending.nanosUntilExpiry(nowNanos, maxAgeNanos);
        return Math.max(0, Math.min(expiry, nanosUntilSend(nowNanos)));
    }

    /** Nobody is asked before the senders of earlier configurations have come to their end. */
    private boolean isReady(long nowNanos) {
        return outlet.isReady(nowNanos) && !isAnyRetiredBusy();
    }

    private boolean isAnyRetiredBusy() {
        for (int i = 0; i < retired.size(); i++) {
            if (retired.get(i).isBusy()) {
                return true;
            }
        }
        return false;
    }

    private int permits(long nowNanos) {
        int permits = Integer.MAX_VALUE;
        for (SlidingWindow window : userWindow) {
            permits = Math.min(permits, window.permits(nowNanos));
        }
        for (SlidingWindow window : outlet.windows()) {
            permits = Math.min(permits, window.permits(nowNanos));
        }
        return permits;
    }

    private List<Attempt> batch(int permits) {
        int perPermit = Math.ceilDiv(pending.size(), permits);
        int size = Math.max(1, Math.min(perPermit, outlet.sender().maxBatch()));
        List<Attempt> batch = new ArrayList<>(size);
        pending.popNewest(size, batch);
        return batch;
    }

    private void send(List<Attempt> batch, long nowNanos) {
        List<SlidingWindow> windows = new ArrayList<>(userWindow);
        windows.addAll(outlet.windows());
        for (SlidingWindow window : windows) {
            if (!window.tryAcquirePermit(nowNanos)) {
                throw new IllegalStateException("permits were counted, but not granted");
            }
        }
        JfrDispatch dispatch = new JfrDispatch();
        if (dispatch.isEnabled()) {
            dispatch.destination = destination();
            dispatch.events = batch.size();
            dispatch.waiting = pending.size();
            dispatch.commit();
        }
        sends++;
        outlet.send(new Sending(outlet, batch, windows, context, this::finished));
    }

    /**
     * How long until a send may become possible; never, unless somebody reports, if nothing waits.
     */
    private long nanosUntilSend(long nowNanos) {
        if (closedAs != null || pending.isEmpty() || isAnyRetiredBusy()) {
            return SlidingWindow.NEVER;
        }
        long wait = outlet.nanosUntilReady(nowNanos);
        for (SlidingWindow window : userWindow) {
            wait = Math.max(wait, window.nanosUntilPermit(nowNanos));
        }
        for (SlidingWindow window : outlet.windows()) {
            wait = Math.max(wait, window.nanosUntilPermit(nowNanos));
        }
        return wait;
    }

    private void finished(Sending sending, SendResult result, long completedNanos) {
        sending.complete(completedNanos);
        Outlet from = sending.outlet();
        try {
            switch (result) {
                case SendResult.Sent sent -> delivered(sending, sent, completedNanos);
                case SendResult.Throttled throttled ->
                        throttled(sending, throttled, completedNanos);
                case SendResult.Refused refused -> refused(sending.batch(), refused.reason());
                case SendResult.Gone gone -> gone(sending, gone.reason());
                case SendResult.Failed failed -> failed(sending, failed, completedNanos);
            }
        } finally {
            from.completed(sending);
        }
        queue.pending(pending.size());
    }

    private void delivered(Sending sending, SendResult.Sent sent, long completedNanos) {
        count("delivered", sending.batch().size());
        int failures = sending.outlet().succeeded();
        if (failures > 0) {
            logRecovery(failures);
        }
        if (!sent.pause().isZero()) {
            sending.outlet().pauseUntil(completedNanos + Nanos.of(sent.pause()));
        }
    }

    private void throttled(Sending sending, SendResult.Throttled throttled, long completedNanos) {
        int events = sending.batch().size();
        count("throttled", events);
        LOG.warn(
                "{} asks to wait {}{}; {} events wait on.",
                destination(),
                throttled.retryAfter(),
                throttled.everywhere() ? " everywhere" : "",
                events);
        long untilNanos = completedNanos + Nanos.of(throttled.retryAfter());
        throttledUntilNanos = untilNanos;
        outlet.pauseUntil(untilNanos);
        String authority = sending.outlet().sender().authority();
        if (throttled.everywhere() && !authority.isEmpty()) {
            everywhere.pause(authority, untilNanos);
        }
        putBack(sending.batch());
    }

    /** Pauses this lane, if its sender answers to the authority. */
    void pause(String authority, long untilNanos) {
        if (authority().equals(authority)) {
            outlet.pauseUntil(untilNanos);
        }
    }

    /** Halves the batch until the event that is refused travels alone, and only it is dropped. */
    private void refused(List<Attempt> batch, String reason) {
        if (batch.size() == 1) {
            count("refused", 1);
            Event event = batch.getFirst().event();
            LOG.error(
                    "{} refused {} of {} about {}: {}. The event is dropped.",
                    destination(),
                    event.type().wireName(),
                    event.source(),
                    event.subject(),
                    reason);
            return;
        }
        LOG.warn(
                "{} refused {} events in one message: {}. Trying fewer at once.",
                destination(),
                batch.size(),
                reason);
        putBack(batch.stream().map(each -> each.inBatchOf(batch.size() / 2)).toList());
    }

    private void gone(Sending sending, String reason) {
        if (sending.outlet() != outlet) {
            putBack(sending.batch());
            return;
        }
        count("gone", sending.batch().size());
        if (closedAs == null) {
            int waiting = close("gone");
            LOG.error(
                    "{} is gone: {}. It is not called again; {} waiting events are dropped, and so"
                            + " are later ones.",
                    destination(),
                    reason,
                    waiting);
        }
    }

    private void failed(Sending sending, SendResult.Failed failed, long completedNanos) {
        count(failed.ambiguous() ? "ambiguous" : "failed", sending.batch().size());
        List<Attempt> again = new ArrayList<>();
        for (Attempt attempt : sending.batch()) {
            if (attempt.failures() + 1 < MAX_FAILURES) {
                again.add(attempt.afterFailure());
            }
        }
        int abandoned = sending.batch().size() - again.size();
        count(ABANDONED, abandoned);
        unloggedAbandoned += abandoned;
        putBack(again);
        Outlet from = sending.outlet();
        if (from.beginsRound(sending)) {
            long backoffNanos = from.backoffNanos();
            from.pauseUntil(completedNanos + backoffNanos);
            logRound(failed.reason(), backoffNanos, from.underWay() - 1);
        }
    }

    /** One line for all requests that fail together. */
    private void logRound(String reason, long backoffNanos, int othersUnderWay) {
        LOG.warn(
                "Sending to {} failed: {}. Next attempt in {} ms; {} other requests are under way,"
                        + " {} events wait, {} were given up.",
                destination(),
                reason,
                backoffNanos / 1_000_000,
                othersUnderWay,
                pending.size(),
                unloggedAbandoned);
        unloggedAbandoned = 0;
    }

    private void logRecovery(int failures) {
        LOG.info(
                "Sending to {} works again after {} failures in a row; {} more events were given"
                        + " up.",
                destination(),
                failures,
                unloggedAbandoned);
        unloggedAbandoned = 0;
    }

    /** Oldest first, so that events seen at one instant keep their order. */
    private void putBack(List<Attempt> batch) {
        if (closedAs != null) {
            left += batch.size();
            count(closedAs, batch.size());
            return;
        }
        for (Attempt attempt : batch.reversed()) {
            pending.putBack(attempt);
        }
    }

    private void count(String result, int events) {
        if (events > 0) {
            context.meters().delivered(destination(), result, events);
        }
    }

    /**
     * Goes on with another sender and other settings. What waits stays, and so does a wait that the
     * destination has asked for.
     */
    void replace(Sender sender, LaneSettings settings) {
        retired.add(outlet);
        outlet.retire();
        outlet = new Outlet(destination(), sender, context);
        outlet.pauseUntil(throttledUntilNanos);
        PendingEvents before = pending;
        pending = new PendingEvents(destination(), settings.queueCapacity(), context.meters());
        before.moveTo(pending);
        apply(settings);
        closedAs = null;
        queue.reopen();
        outlet.start();
    }

    /** Takes no new events, and goes on sending those that wait, as fast as the limits allow. */
    void stopAccepting() {
        if (closedAs == null) {
            queue.close(ABANDONED, intoPending);
        }
        userWindow.forEach(SlidingWindow::stopPacing);
        outlet.windows().forEach(SlidingWindow::stopPacing);
    }

    /**
     * Takes no new events, gives up those that wait, and closes the sender once nothing is under
     * way.
     *
     * @param result as what given up events are counted, now and later
     * @return how many events waited
     */
    int close(String result) {
        queue.close(result, intoPending);
        closedAs = result;
        int waiting = pending.size();
        left += waiting;
        count(result, waiting);
        pending.clear();
        queue.pending(0);
        outlet.retire();
        return waiting;
    }

    /** Closes the lane for good; it is forgotten once it {@link #hasEnded}. */
    void remove() {
        removed = true;
        close(ABANDONED);
    }

    boolean isRemoved() {
        return removed;
    }

    /** How many requests it has begun. */
    long sends() {
        return sends;
    }

    /** How many events were given up because the lane was closed. */
    int left() {
        return left;
    }

    /** Whether a thread works for this lane now. */
    boolean isBusy() {
        return outlet.isBusy() || isAnyRetiredBusy();
    }

    /** Whether nothing is under way and nothing will be sent within that time. */
    boolean isSettled(long nowNanos, long withinNanos) {
        return !isBusy() && nanosUntilSend(nowNanos) > withinNanos;
    }

    /** Whether the lane and all its senders are closed. */
    boolean hasEnded() {
        return closedAs != null && outlet.isClosed() && retired.stream().allMatch(Outlet::isClosed);
    }

    /** Interrupts what is under way. */
    void interrupt() {
        outlet.interrupt();
        retired.forEach(Outlet::interrupt);
    }

    /** Gives up on what is still under way after it was interrupted. */
    void abandonUnderWay() {
        int events = outlet.eventsUnderWay();
        for (Outlet each : retired) {
            events += each.eventsUnderWay();
        }
        left += events;
        count(ABANDONED, events);
    }

    private void apply(LaneSettings settings) {
        maxAgeNanos = settings.maxAge() == null ? Nanos.MAX : Nanos.of(settings.maxAge());
        Rate rate = settings.rate();
        if (rate == null) {
            userWindow.clear();
        } else if (userWindow.isEmpty()) {
            userWindow.add(context.windows().openForDestination(destination(), rate));
        } else if (!userWindow.getFirst().rate().equals(rate)) {
            userWindow.getFirst().changeRate(rate);
        }
    }
}
