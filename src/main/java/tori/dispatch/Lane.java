package tori.dispatch;

import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.Sender;
import tori.telemetry.Flight;
import tori.telemetry.JfrDispatch;

import java.util.ArrayList;
import java.util.List;

/**
 * The lane of one destination: the freshest events and the departures that wait for it, and the
 * decision what to let go when. Thread-confined to the dispatcher.
 *
 * <p>Events travel one by one while there are permits for all, but for those that are told
 * together; beyond that, as few to a message as the permits at hand allow. Where events and
 * departures wait, they take turns: the newest event waits for at most one departure, and a
 * departure that is next for at most one batch. A lane that is closed stays until its last sender
 * is closed.
 */
final class Lane {

    /** Told when the answer of one destination binds those of the same authority. */
    interface Everywhere {
        void pause(String authority, long untilNanos);
    }

    private final DispatchQueue queue;
    private final DepartureQueue departures;
    private final IdleDepartures idle;
    private final LaneContext context;
    private final Outcomes outcomes;
    private final MessagePassingQueue.Consumer<Event> intoPending;
    private final LaneLimits limits;
    private final Waits waits;
    private final List<Outlet> retired = new ArrayList<>();
    private final Diversion diversion;
    private Outlet outlet;
    private PendingEvents pending;
    private long maxAgeNanos;
    private long throttledUntilNanos;

    /** Whether a departure has let a batch of events go first. */
    private boolean departureIsNext;

    /** As what events are counted that come here now; null while the lane is open. */
    private @Nullable String closedAs;

    private boolean removed;
    private int left;
    private long sends;

    Lane(
            DispatchQueue queue,
            Sender sender,
            LaneSettings settings,
            LaneContext context,
            Everywhere everywhere) {
        this.queue = queue;
        this.departures = queue.departures();
        this.idle = new IdleDepartures(queue.idleDepartures(), context.backoff(), context.random());
        this.context = context;
        this.outcomes = new Outcomes(this, context, everywhere);
        this.intoPending = event -> this.pending.add(event);
        this.limits = new LaneLimits(queue.destination(), context.windows());
        this.throttledUntilNanos = context.clock().nanoTime();
        this.waits = new Waits(limits, context.fates());
        this.outlet = new Outlet(queue.destination(), sender, context, this::showLimits);
        this.diversion = new Diversion(this, queue, context);
        this.pending = new PendingEvents(settings.queueCapacity(), diversion.losses());
        apply(settings);
    }

    String destination() {
        return queue.destination();
    }

    DispatchQueue queue() {
        return queue;
    }

    /** What it sends with now. */
    Outlet outlet() {
        return outlet;
    }

    /** What becomes of events that are not told here, or not now. */
    Diversion diversion() {
        return diversion;
    }

    /** How many events wait. */
    int waiting() {
        return pending.size();
    }

    void start() {
        outlet.start();
    }

    /** Takes over what producers have put into the queue. */
    void drain() {
        if (closedAs != null) {
            return;
        }
        if (queue.drain(intoPending) > 0) {
            showWaiting();
        }
        departures.drain();
        idle.drain();
        if (isAnythingWaiting()) {
            idle.makeWay();
        }
    }

    /** Whether {@link #drain} would move something now. */
    boolean hasWork() {
        return closedAs == null && (queue.hasWork() || departures.hasWork() || idle.hasWork());
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
        long wait = closedAs == null ? diversion.divert(pending, nowNanos) : SlidingWindow.NEVER;
        while (isAnythingWaiting() && isReady(nowNanos)) {
            int permits = limits.permits(outlet, nowNanos);
            if (permits == 0) {
                break;
            }
            letGo(permits, nowNanos);
        }
        if (!pending.isEmpty()) {
            waits.note(outlet, nowNanos);
        }
        if (nanosUntilIdle(nowNanos) == 0) {
            letGoIdle(nowNanos);
        }
        showWaiting();
        wait = Math.min(wait, pending.nanosUntilExpiry(nowNanos, maxAgeNanos));
        if (closedAs == null) {
            wait = Math.min(wait, diversion.tellDrops(nowNanos));
        }
        return Math.max(0, Math.min(wait, nanosUntilSend(nowNanos)));
    }

    /** Whether nothing waits and a request more than one may begin. */
    boolean isCalm(long nowNanos) {
        return !isAnythingWaiting() && isReady(nowNanos) && limits.permits(outlet, nowNanos) > 1;
    }

    /** Gives what has come in to whoever stands in for this destination. */
    void handOver() {
        drain();
        diversion.handOver(pending);
    }

    private boolean isAnythingWaiting() {
        return !pending.isEmpty() || !departures.isEmpty();
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

    private void letGo(int permits, long nowNanos) {
        Sending next =
                pending.isEmpty() || (departureIsNext && !departures.isEmpty())
                        ? departure(permits, nowNanos)
                        : batch(permits, nowNanos);
        sends++;
        outlet.send(next);
        if (next instanceof BatchSending sent) {
            waits.departed(sent, nowNanos);
        }
    }

    private void letGoIdle(long nowNanos) {
        DepartureSending sending =
                new DepartureSending(
                        outlet,
                        limits.acquire(outlet, nowNanos),
                        context,
                        idle.next(),
                        1,
                        outcomes::departedIdle);
        idle.begun(sending);
        sends++;
        outlet.send(sending);
    }

    private Sending departure(int permits, long nowNanos) {
        departureIsNext = false;
        return new DepartureSending(
                outlet,
                limits.acquire(outlet, nowNanos),
                context,
                departures.next(),
                permits,
                outcomes::departed);
    }

    private Sending batch(int permits, long nowNanos) {
        departureIsNext = !departures.isEmpty();
        List<Attempt> batch = Gathering.gather(pending, outlet.sender(), permits);
        JfrDispatch dispatch = Flight.dispatch();
        if (dispatch != null) {
            dispatch.destination = destination();
            dispatch.events = batch.size();
            dispatch.waiting = pending.size();
            dispatch.detectToChoiceNanos = nowNanos - batch.getFirst().event().seenNanos();
            dispatch.commit();
        }
        return new BatchSending(
                outlet, limits.acquire(outlet, nowNanos), context, batch, outcomes::sent);
    }

    /**
     * How long until a send may become possible; never, unless somebody reports, if nothing waits.
     */
    private long nanosUntilSend(long nowNanos) {
        if (!isAnythingWaiting()) {
            return nanosUntilIdle(nowNanos);
        }
        if (closedAs != null || isAnyRetiredBusy()) {
            return SlidingWindow.NEVER;
        }
        return Math.max(
                outlet.nanosUntilReady(nowNanos), limits.nanosUntilPermit(outlet, nowNanos));
    }

    /** The same for a departure that leaves only when nothing else waits. */
    private long nanosUntilIdle(long nowNanos) {
        if (closedAs != null || idle.isEmpty() || isAnythingWaiting() || isAnyRetiredBusy()) {
            return SlidingWindow.NEVER;
        }
        return Math.max(
                idle.nanosUntilDue(nowNanos),
                Math.max(
                        outlet.nanosUntilReady(nowNanos),
                        limits.nanosUntilSpare(outlet, nowNanos)));
    }

    /** What leaves only when nothing else waits. */
    IdleDepartures idle() {
        return idle;
    }

    /** Leaves the destination alone until then, or longer, whoever the sender is by then. */
    void throttledUntil(long untilNanos) {
        if (untilNanos - throttledUntilNanos > 0) {
            throttledUntilNanos = untilNanos;
        }
        outlet.pauseUntil(untilNanos);
        if (untilNanos - context.clock().nanoTime() > LaneHealth.LONG_PAUSE_NANOS) {
            queue.health().paused(untilNanos);
        }
    }

    /** Leaves the destination alone until then, if its sender answers to the authority. */
    void throttledUntil(long untilNanos, String authority) {
        if (outlet.sender().authority().equals(authority)) {
            throttledUntil(untilNanos);
        }
    }

    /** Oldest first, so that events seen at one instant keep their order. */
    void putBack(List<Attempt> batch) {
        if (closedAs != null) {
            left += batch.size();
            outcomes.count(closedAs, batch.size());
            outcomes.note(batch, Fate.ABANDONED, closedAs);
            return;
        }
        for (Attempt attempt : batch.reversed()) {
            pending.putBack(attempt);
        }
    }

    /** For the gauge. */
    void showWaiting() {
        queue.pending(pending.size());
    }

    /**
     * Goes on with another sender and other settings. What waits stays, and so does a wait that the
     * destination has asked for.
     */
    void replace(Sender sender, LaneSettings settings) {
        retired.add(outlet);
        outlet.retire();
        outlet = new Outlet(destination(), sender, context, this::showLimits);
        outlet.pauseUntil(throttledUntilNanos);
        PendingEvents before = pending;
        pending = new PendingEvents(settings.queueCapacity(), diversion.losses());
        before.moveTo(pending);
        queue.resize(settings.queueCapacity(), intoPending);
        apply(settings);
        closedAs = null;
        queue.health().renew();
        queue.reopen();
        departures.reopen();
        idle.reopen();
        outlet.start();
    }

    /**
     * Takes no new events and goes on sending those that wait, as fast as the limits allow.
     * Departures that wait are turned away: whoever owes them has them written down.
     */
    void stopAccepting() {
        if (closedAs == null) {
            queue.close(Outcomes.ABANDONED, intoPending);
            diversion.stop(pending, context.clock().nanoTime());
        }
        departures.close(Dispatcher.STOPPING);
        idle.close(Dispatcher.STOPPING);
        limits.stopPacing(outlet);
    }

    /**
     * Takes no new events, gives up those that wait, turns departures away, and closes the sender
     * once nothing is under way.
     *
     * @param result as what given up events are counted, now and later
     * @param reason what departures are told, now and later
     * @return how many events waited
     */
    int close(String result, String reason) {
        queue.close(result, intoPending);
        closedAs = result;
        int waiting = pending.size() + diversion.close();
        left += waiting;
        outcomes.count(result, waiting);
        pending.forEach(
                event -> context.fates().note(event, destination(), Fate.ABANDONED, 0, reason));
        pending.clear();
        queue.pending(0);
        departures.close(reason);
        idle.close(reason);
        outlet.retire();
        return waiting;
    }

    /** Whether it takes events. */
    boolean isOpen() {
        return closedAs == null;
    }

    /**
     * Closes the lane for good; it is forgotten once it {@link #hasEnded}.
     *
     * @param reason what departures are told
     */
    void remove(String reason) {
        removed = true;
        close(Outcomes.ABANDONED, reason);
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
        outcomes.count(Outcomes.ABANDONED, events);
    }

    private void showLimits() {
        queue.showLimits(limits.gauges(outlet));
    }

    private void apply(LaneSettings settings) {
        maxAgeNanos = settings.maxAge() == null ? Nanos.MAX : Nanos.of(settings.maxAge());
        limits.userRate(settings.rate());
        showLimits();
        diversion.configure(settings);
    }
}
