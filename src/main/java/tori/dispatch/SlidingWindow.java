package tori.dispatch;

import tori.model.Rate;
import tori.ring.TimestampRing;

import java.time.Duration;

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
 * <p>A long window is paced: while at least half of its permits are free, they are granted at once;
 * the rest are spread over the time until the oldest come back. Under a lasting overload a permit
 * is thus never far away, where all would be spent in the first seconds otherwise, and the newest
 * event would wait for nearly all of {@code per}.
 *
 * <p>Instants are readings of a {@link tori.time.NanoClock}: compared by difference only, so that
 * they may overflow.
 */
final class SlidingWindow {

    /** Returned where only a completion can set a permit free, not time alone. */
    static final long NEVER = Long.MAX_VALUE;

    /**
     * Shorter windows are not paced: a few seconds without a permit are bearable, and smaller than
     * what spreading them would delay.
     */
    private static final long MIN_PACED_NANOS = Duration.ofSeconds(10).toNanos();

    /** Of fewer, hardly any are left to spread: the last of a small burst would only be late. */
    private static final int MIN_PACED_LIMIT = 10;

    /** Is told of every completion. */
    interface Recorder {
        void completed(Rate rate, long completedNanos);
    }

    private final Recorder recorder;
    private final WindowGauge gauge;
    private Rate rate;
    private int limit;
    private long perNanos;
    private TimestampRing completions;

    /**
     * What is left of the limit, as far as anybody has looked: less than none if it was lowered. A
     * permit leaves it once for being granted, and comes back once, when its completion is
     * forgotten: completing it changes nothing here.
     */
    private int known;

    private long lastGrantNanos;
    private long grantBeforeNanos;
    private boolean hurried;
    private boolean paced;

    SlidingWindow(Rate rate) {
        this(rate, (current, completedNanos) -> {}, new WindowGauge(rate));
    }

    /**
     * @param gauge what the recorder keeps for people to see
     */
    SlidingWindow(Rate rate, Recorder recorder, WindowGauge gauge) {
        this.recorder = recorder;
        this.gauge = gauge;
        this.rate = rate;
        this.limit = rate.limit();
        this.perNanos = Nanos.of(rate.per());
        this.completions = new TimestampRing(limit);
        this.known = limit;
        this.paced = isToBePaced();
    }

    /**
     * Holds what was completed before this window was opened; called before it grants anything.
     *
     * @param completedNanos oldest first. Only the newest {@code limit} matter: while they are
     *     within {@code per}, nothing is granted.
     */
    void restore(long[] completedNanos) {
        int from = Math.max(0, completedNanos.length - limit);
        for (int i = from; i < completedNanos.length; i++) {
            completions.add(completedNanos[i]);
            lastGrantNanos = completedNanos[i];
            known--;
        }
        grantBeforeNanos = lastGrantNanos;
    }

    Rate rate() {
        return rate;
    }

    /** How much of it was used of late, for people to see. */
    WindowGauge gauge() {
        return gauge;
    }

    /**
     * Holds another limit from now on. What is under way and what was completed within the old
     * {@code per} still counts; what was forgotten before stays forgotten.
     */
    void changeRate(Rate newRate) {
        int underWay = underWay();
        TimestampRing kept =
                new TimestampRing(Math.max(newRate.limit(), completions.size() + underWay));
        for (int i = 0; i < completions.size(); i++) {
            kept.add(completions.get(i));
        }
        rate = newRate;
        limit = newRate.limit();
        perNanos = Nanos.of(newRate.per());
        completions = kept;
        known = limit - underWay - kept.size();
        paced = isToBePaced();
    }

    /** Grants from now on whatever the limit allows, because there will be no later. */
    void stopPacing() {
        hurried = true;
        paced = false;
    }

    /** How many permits could be granted now; never negative. */
    int permits(long nowNanos) {
        int free = free(nowNanos);
        if (!paced) {
            return free;
        }
        int atOnce = free - Math.ceilDiv(limit, 2) + 1;
        if (atOnce > 0 || free == 0) {
            return Math.max(0, atOnce);
        }
        return nanosUntilPaced(free, nowNanos) > 0 ? 0 : 1;
    }

    private int free(long nowNanos) {
        forgetOld(nowNanos);
        return Math.max(0, known);
    }

    private void forgetOld(long nowNanos) {
        known += completions.removeOlderThan(perNanos, nowNanos);
    }

    /** How many permits are granted and not completed. */
    private int underWay() {
        return limit - known - completions.size();
    }

    private boolean isToBePaced() {
        return !hurried && perNanos >= MIN_PACED_NANOS && limit >= MIN_PACED_LIMIT;
    }

    /**
     * What is free is spread until the oldest permit comes back, and no denser than the limit
     * itself would be, spread evenly.
     */
    private long nanosUntilPaced(int free, long nowNanos) {
        long oldestNanos = completions.isEmpty() ? lastGrantNanos : completions.get(0);
        long untilBackNanos = perNanos - (lastGrantNanos - oldestNanos);
        long interval = Math.max(perNanos / limit, untilBackNanos / free);
        return interval - (nowNanos - lastGrantNanos);
    }

    /**
     * Grants a permit if the limit allows; {@link #complete} or {@link #giveBack} must follow a
     * granted one.
     */
    boolean tryAcquirePermit(long nowNanos) {
        if ((paced || known <= 0) && permits(nowNanos) == 0) {
            return false;
        }
        known--;
        grantBeforeNanos = lastGrantNanos;
        lastGrantNanos = nowNanos;
        return true;
    }

    /**
     * Nothing was sent with a permit: it counts no more, as if it had not been granted. Pacing goes
     * on from the grant before, unless there were later ones: it is those that the next is spaced
     * from.
     *
     * @param grantedNanos when it was granted
     */
    void giveBack(long grantedNanos) {
        if (underWay() == 0) {
            throw new IllegalStateException("gave back more than was granted");
        }
        known++;
        if (lastGrantNanos == grantedNanos) {
            lastGrantNanos = grantBeforeNanos;
        }
    }

    /**
     * What a permit was granted for is over, successful or not.
     *
     * @param completedNanos when it was over, no later than now. Threads may report out of order:
     *     an instant before the last one reported counts as that one, which errs on the safe side.
     */
    void complete(long completedNanos) {
        if (underWay() == 0) {
            throw new IllegalStateException("completed more than was begun");
        }
        long instant = completedNanos;
        if (!completions.isEmpty()) {
            long last = completions.get(completions.size() - 1);
            instant = completedNanos - last < 0 ? last : completedNanos;
        }
        completions.add(instant);
        recorder.completed(rate, instant);
    }

    /**
     * How long until a permit can be granted: zero, nanoseconds, or {@link #NEVER}. A paced window
     * may name an earlier instant, at which it is to be asked again.
     */
    long nanosUntilPermit(long nowNanos) {
        if (permits(nowNanos) > 0) {
            return 0;
        }
        int free = free(nowNanos);
        if (free > 0) {
            long wait = nanosUntilPaced(free, nowNanos);
            return completions.isEmpty() ? wait : Math.min(wait, nanosUntilBack(0, nowNanos));
        }
        int tooMany = 1 - known;
        if (tooMany > completions.size()) {
            return NEVER;
        }
        return nanosUntilBack(tooMany - 1, nowNanos);
    }

    /**
     * How long until a permit can be granted and half of all are left afterwards: zero,
     * nanoseconds, or {@link #NEVER}.
     */
    long nanosUntilSpare(long nowNanos) {
        forgetOld(nowNanos);
        int mayBeHeld = limit - Math.ceilDiv(limit, 2) - 1;
        int tooMany = limit - known - mayBeHeld;
        if (mayBeHeld < 0 || tooMany > completions.size()) {
            return NEVER;
        }
        return tooMany <= 0 ? 0 : nanosUntilBack(tooMany - 1, nowNanos);
    }

    private long nanosUntilBack(int index, long nowNanos) {
        return perNanos - (nowNanos - completions.get(index)) + 1;
    }

    /** Whether nothing is held: a new window of the same rate would behave alike. */
    boolean isIdle(long nowNanos) {
        return free(nowNanos) == limit;
    }
}
