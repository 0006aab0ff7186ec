package tori.dispatch;

import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.time.NanoClock;

import java.time.Duration;

/**
 * Whether a destination takes what the freshest lane sends, as far as its own requests have shown.
 * Told by the dispatcher, asked by any thread; its monitor is held for some comparisons, and not at
 * all by those who ask about one that is healthy.
 *
 * <p>One that is out is probed with a real event now and then, which its failover gets as well: no
 * alert waits for the outcome, and the first after an outage may be told twice.
 */
final class LaneHealth {

    /** From so many failures in a row on it is not the events' fault. */
    static final int FAILING = 3;

    /** A shorter pause is no reason to go elsewhere. */
    static final long LONG_PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    /** A probe may be dropped before it is sent: longer than the longest backoff and attempt. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(90).toNanos();

    private enum State {
        /** It takes events. */
        IN,
        /** It takes none; probed now and then. */
        OUT,
        /** It asked to be left alone until an instant, and takes events then. */
        PAUSED,
        /** It is not called any more. */
        GONE
    }

    /**
     * Immutable, so that what belongs together is read together.
     *
     * @param untilNanos end of the pause, or when to probe
     */
    private record Condition(State state, long untilNanos) {}

    private static final Condition HEALTHY = new Condition(State.IN, 0);

    private final NanoClock clock;
    private volatile Condition condition = HEALTHY;

    /** What it is probed with; told by whoever sends it there, before it is sent. */
    private volatile @Nullable Event probe;

    LaneHealth(NanoClock clock) {
        this.clock = clock;
    }

    /** Whether events should go there. */
    boolean isHealthy() {
        Condition now = condition;
        return switch (now.state()) {
            case IN -> true;
            case PAUSED -> clock.nanoTime() - now.untilNanos() >= 0;
            case OUT, GONE -> false;
        };
    }

    /**
     * Whether it is time to see if the outage is over. Who is told so sends this event there; the
     * next is due when its outcome is known, or after a while if there is none.
     */
    boolean tryProbe(Event event) {
        return condition.state() == State.OUT && takeProbe(event);
    }

    private synchronized boolean takeProbe(Event event) {
        long nowNanos = clock.nanoTime();
        if (condition.state() != State.OUT || nowNanos - condition.untilNanos() < 0) {
            return false;
        }
        condition = new Condition(State.OUT, nowNanos + PATIENCE_NANOS);
        probe = event;
        return true;
    }

    /** Whether it is probed with this event, which somebody else has got as well. */
    boolean isProbe(Event event) {
        Event probing = probe;
        return probing != null && probing.id().equals(event.id());
    }

    /** It took something. Returns whether that is news. */
    boolean taken() {
        return become(HEALTHY).state() == State.OUT;
    }

    /**
     * It takes nothing. Returns whether that is news.
     *
     * @param probeAtNanos when to see whether that is over
     */
    boolean failed(long probeAtNanos) {
        State before = become(new Condition(State.OUT, probeAtNanos)).state();
        return before == State.IN || before == State.PAUSED;
    }

    /** It asked to be left alone. */
    void paused(long untilNanos) {
        become(new Condition(State.PAUSED, untilNanos));
    }

    /** It must not be called any more, whatever a request says that is still under way. */
    void gone() {
        become(new Condition(State.GONE, 0));
    }

    /** Another sender: nothing is known of it. */
    synchronized void renew() {
        probe = null;
        condition = HEALTHY;
    }

    private synchronized Condition become(Condition next) {
        Condition before = condition;
        probe = null;
        condition = before.state() == State.GONE ? before : next;
        return before;
    }
}
