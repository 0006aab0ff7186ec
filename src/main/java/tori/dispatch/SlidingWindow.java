package tori.dispatch;

import tori.model.Rate;
import tori.ring.TimestampRing;

/**
 * A limit that holds in every window, whatever its phase. Thread-confined to the dispatcher; time
 * is passed in, so that one reading of the clock serves a whole pass.
 *
 * <p>A server counts a request at some instant that we cannot see, between the moment we began to
 * send and the moment its answer was here. A permit is therefore held while the request is under
 * way, and for {@code per} after it was completed:
 *
 * <pre>  under way + completed within the last per &lt; limit   grants a permit</pre>
 *
 * <p>Why that is enough: suppose a server counted {@code limit + 1} requests within {@code per}.
 * Take the one whose permit was granted last, at {@code g}; it was counted at {@code c >= g}. Each
 * of the others was granted before {@code g}, so at {@code g} it was either under way, or completed
 * at {@code e} no earlier than it was counted, hence {@code e >= c - per >= g - per}: within the
 * last {@code per}. All {@code limit} of them were held at {@code g}, and no permit was granted.
 *
 * <p>Instants are readings of a {@link tori.time.NanoClock}: compared by difference only, so that
 * they may overflow.
 */
final class SlidingWindow {

    /** Returned where only a completion can set a permit free, not time alone. */
    static final long NEVER = Long.MAX_VALUE;

    /** Is told of every completion. */
    interface Recorder {
        void completed(Rate rate, long completedNanos);
    }

    private final Recorder recorder;
    private Rate rate;
    private long perNanos;
    private TimestampRing completions;
    private int underWay;

    SlidingWindow(Rate rate) {
        this(rate, (current, completedNanos) -> {});
    }

    SlidingWindow(Rate rate, Recorder recorder) {
        this.recorder = recorder;
        this.rate = rate;
        this.perNanos = Nanos.of(rate.per());
        this.completions = new TimestampRing(rate.limit());
    }

    /**
     * Holds what was completed before this window was opened; called before it grants anything.
     *
     * @param completedNanos oldest first. Only the newest {@code limit} matter: while they are
     *     within {@code per}, nothing is granted.
     */
    void restore(long[] completedNanos) {
        int from = Math.max(0, completedNanos.length - rate.limit());
        for (int i = from; i < completedNanos.length; i++) {
            completions.add(completedNanos[i]);
        }
    }

    Rate rate() {
        return rate;
    }

    /**
     * Holds another limit from now on. What is under way and what was completed within the old
     * {@code per} still counts; what was forgotten before stays forgotten.
     */
    void changeRate(Rate newRate) {
        TimestampRing kept =
                new TimestampRing(Math.max(newRate.limit(), completions.size() + underWay));
        for (int i = 0; i < completions.size(); i++) {
            kept.add(completions.get(i));
        }
        rate = newRate;
        perNanos = Nanos.of(newRate.per());
        completions = kept;
    }

    /** How many permits could be granted now; never negative. */
    int permits(long nowNanos) {
        forgetOlderThanPer(nowNanos);
        return Math.max(0, rate.limit() - underWay - completions.size());
    }

    /** Grants a permit if the limit allows; {@link #complete} must follow a granted one. */
    boolean tryAcquirePermit(long nowNanos) {
        if (permits(nowNanos) == 0) {
            return false;
        }
        underWay++;
        return true;
    }

    /**
     * What a permit was granted for is over, successful or not.
     *
     * @param completedNanos when it was over, no later than now. Threads may report out of order:
     *     an instant before the last one reported counts as that one, which errs on the safe side.
     */
    void complete(long completedNanos) {
        if (underWay == 0) {
            throw new IllegalStateException("completed more than was begun");
        }
        underWay--;
        long instant = completedNanos;
        if (!completions.isEmpty()) {
            long last = completions.get(completions.size() - 1);
            instant = completedNanos - last < 0 ? last : completedNanos;
        }
        completions.add(instant);
        recorder.completed(rate, instant);
    }

    /** How long until a permit can be granted: zero, nanoseconds, or {@link #NEVER}. */
    long nanosUntilPermit(long nowNanos) {
        if (permits(nowNanos) > 0) {
            return 0;
        }
        int tooMany = underWay + completions.size() - rate.limit() + 1;
        if (tooMany > completions.size()) {
            return NEVER;
        }
        return perNanos - (nowNanos - completions.get(tooMany - 1)) + 1;
    }

    /** Whether nothing is held: a new window of the same rate would behave alike. */
    boolean isIdle(long nowNanos) {
        return permits(nowNanos) == rate.limit();
    }

    private void forgetOlderThanPer(long nowNanos) {
        while (!completions.isEmpty() && nowNanos - completions.get(0) > perNanos) {
            completions.removeOldest();
        }
    }
}
