package tori.poll;

import tori.time.NanoClock;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The lanes of all hosts, or of all addresses, that are in use. One that nobody uses and of which
 * nothing need be remembered is taken out, so there are never many more than fetches. Thread-safe.
 */
final class GateLanes<L extends GateLane> {

    /** Makes a lane. */
    @FunctionalInterface
    interface Maker<L> {
        L make(GateLimits.Lane limits, long nowNanos);
    }

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final GateLimits.Lane limits;
    private final Maker<L> maker;
    private final NanoClock clock;
    private final ConcurrentHashMap<String, L> lanes = new ConcurrentHashMap<>();
    private final AtomicLong sweptNanos;

    GateLanes(GateLimits.Lane limits, Maker<L> maker, NanoClock clock) {
        this.limits = limits;
        this.maker = maker;
        this.clock = clock;
        this.sweptNanos = new AtomicLong(clock.nanoTime());
    }

    /** The lane of this name, kept until {@link #leave}. */
    L enter(String name) {
        sweep();
        return lanes.compute(
                name,
                (key, known) -> {
                    L lane = known == null ? maker.make(limits, clock.nanoTime()) : known;
                    lane.users++;
                    return lane;
                });
    }

    /** Ends one use of the lane. */
    void leave(String name) {
        lanes.computeIfPresent(
                name,
                (key, lane) -> {
                    lane.users--;
                    return lane.idle(clock.nanoTime()) ? null : lane;
                });
    }

    int size() {
        return lanes.size();
    }

    /** Takes out those whose gap or penalty has passed since they were left. */
    private void sweep() {
        long now = clock.nanoTime();
        long last = sweptNanos.get();
        if (now - last < SWEEP_NANOS || !sweptNanos.compareAndSet(last, now)) {
            return;
        }
        for (String name : lanes.keySet()) {
            lanes.computeIfPresent(name, (key, lane) -> lane.idle(now) ? null : lane);
        }
    }
}
