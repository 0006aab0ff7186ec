package tori.dispatch;

import tori.model.Event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a lane's events that are not told there, or not now: held back because of the
 * hour, given to another destination, dropped; and what people are told of that afterwards.
 * Thread-confined to the dispatcher, {@link #held} apart.
 */
final class Diversion {

    /** Where the limits are used up, nobody is told of drops before they are not. */
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Lane lane;
    private final DispatchQueue queue;
    private final LaneContext context;
    private final Drops drops;
    private final HeldBack heldBack;
    private boolean tellsDrops;

    Diversion(Lane lane, DispatchQueue queue, LaneContext context) {
        this.lane = lane;
        this.queue = queue;
        this.context = context;
        this.drops = new Drops(queue.destination(), context.meters(), context.fates());
        this.heldBack =
                new HeldBack(
                        queue.destination(), context.wall(), context.meters(), context.fates());
    }

    void configure(LaneSettings settings) {
        tellsDrops = settings.tellsDrops();
        heldBack.configure(settings.quiet(), settings.tellsQuiet());
    }

    /** Is told of every event that is dropped while it waits. */
    Losses losses() {
        return drops;
    }

    /** How many events are held back because of the hour. Any thread. */
    int held() {
        return heldBack.size();
    }

    /**
     * Puts aside what waits while nothing may be told, says afterwards what that was, and gives
     * what waits for a destination that takes nothing to another.
     *
     * @return how long until it is to be looked at again
     */
    long divert(PendingEvents pending, long nowNanos) {
        if (heldBack.isQuiet(nowNanos)) {
            if (!pending.isEmpty()) {
                heldBack.takeFrom(pending);
            }
            return heldBack.nanosUntilOver(nowNanos);
        }
        tellQuiet();
        if (!pending.isEmpty() && !queue.isHealthy()) {
            handOver(pending);
        }
        return SlidingWindow.NEVER;
    }

    private void tellQuiet() {
        if (!heldBack.isEmpty()) {
            LaneSurroundings.Withheld withheld = heldBack.release();
            context.meters().digested(queue.destination(), "quiet", withheld.events());
            context.surroundings().quietIsOver(withheld);
        }
    }

    /** What is held back does not outlive the process: it is told as if the hour had come. */
    void stop(PendingEvents pending, long nowNanos) {
        if (heldBack.isQuiet(nowNanos) && !pending.isEmpty()) {
            heldBack.takeFrom(pending);
        }
        tellQuiet();
    }

    /** Gives what waits to a destination that stands in for this one, if there is one. */
    void handOver(PendingEvents pending) {
        if (!context.surroundings().hasStandIn(queue.destination())) {
            return;
        }
        List<Attempt> waiting = new ArrayList<>();
        List<Attempt> popped = new ArrayList<>();
        while (!pending.isEmpty()) {
            pending.popNewest(Integer.MAX_VALUE, popped);
            waiting.addAll(popped);
            popped.clear();
        }
        waiting.sort((a, b) -> Long.signum(b.event().seenNanos() - a.event().seenNanos()));
        for (Attempt attempt : handOver(waiting).reversed()) {
            pending.putBack(attempt);
        }
    }

    /**
     * Gives events to a destination that stands in for this one, but for a probe, which that has
     * got already.
     *
     * @return what nobody takes, in the same order
     */
    List<Attempt> handOver(List<Attempt> newestFirst) {
        List<Event> oldestFirst = new ArrayList<>();
        List<Attempt> probes = new ArrayList<>();
        for (Attempt attempt : newestFirst.reversed()) {
            if (queue.health().isProbe(attempt.event())) {
                probes.add(attempt);
            } else {
                oldestFirst.add(attempt.event());
            }
        }
        boolean taken =
                !oldestFirst.isEmpty()
                        && context.surroundings().handOver(queue.destination(), oldestFirst);
        if (!taken) {
            return newestFirst;
        }
        context.meters().delivered(queue.destination(), "failed_over", oldestFirst.size());
        for (Event event : oldestFirst) {
            context.fates().note(event, queue.destination(), Fate.STOOD_IN, 0, null);
        }
        return probes;
    }

    /**
     * Says how many events were dropped, once that is over, nothing else waits and the limits have
     * more to give than one message: the next event need not wait because of it.
     *
     * @return how long until it is to be looked at again
     */
    long tellDrops(long nowNanos) {
        drops.evictedBefore(queue.takeEvicted());
        if (!tellsDrops) {
            drops.forget();
            return SlidingWindow.NEVER;
        }
        long wait = drops.nanosUntilDue(nowNanos);
        if (wait > 0) {
            return wait;
        }
        if (heldBack.isQuiet(nowNanos) || !queue.isHealthy() || !lane.isCalm(nowNanos)) {
            return LOOK_AGAIN_NANOS;
        }
        LaneSurroundings.Dropped dropped = drops.take(nowNanos);
        context.meters().digested(queue.destination(), "dropped", dropped.events());
        context.surroundings().dropped(dropped);
        return SlidingWindow.NEVER;
    }

    /** Nobody is told any more; returns how many events were held back. */
    int close() {
        drops.forget();
        return heldBack.clear();
    }
}
