package tori.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * How many deliveries of a destination may be claimed, as far as its lane knows. Never fewer than
 * there are, for those would be forgotten; more does no harm, as an empty claim corrects it. Not
 * thread-safe: the lane's lock guards it.
 *
 * <p>The store announces what becomes ready, but not that a retry falls due: then it is asked. A
 * claim and a question are never under way together, because neither could tell what the other has
 * counted.
 */
final class Heads {

    /** Retries are due by the wall clock, which may be set: nobody is told of that. */
    private static final long CLOCK_CHECK_NANOS = Duration.ofSeconds(10).toNanos();

    /** Enough to keep any lane busy, far from an overflow. */
    private static final int MANY = 1 << 24;

    private int ready;
    private int announced;
    private boolean claiming;
    private boolean asking;
    private boolean mustAsk;
    private boolean askLater;
    private long askAtNanos;
    private boolean doubted;
    private long doubtedUntilNanos;
    private @Nullable Instant nextDueAt;

    /** So many more may be claimed. */
    void announce(int count) {
        ready = Math.min(MANY, ready + count);
        announced = Math.min(MANY, announced + count);
    }

    /** How many may be claimed. */
    int ready() {
        return ready;
    }

    /** Whether a claim may be made. */
    boolean isClaimable() {
        return ready > 0 && !claiming && !asking && !mustAsk;
    }

    /** Whether a claim is under way. */
    boolean isClaiming() {
        return claiming;
    }

    /** A claim begins. */
    void claim() {
        claiming = true;
        announced = 0;
    }

    /**
     * A claim has ended. Retries that fell due may have come with it although nobody counted them
     * as ready: what has failed before is not taken off. A postponed one may never have failed and
     * be taken off all the same; that is put right by the question that its time brings about.
     *
     * @param got how many were handed out
     * @param unfailed how many of these have never failed
     * @param checkAtNanos when to ask what became of the expected ones, if nothing was handed out:
     *     a retry that was due is not any more where the wall clock was set back
     */
    void claimed(int got, int unfailed, long checkAtNanos) {
        claiming = false;
        if (got == 0) {
            ready = Math.min(ready, announced);
            doubted = true;
            doubtedUntilNanos = checkAtNanos;
        } else {
            // A short claim says nothing: one that must travel with few others ends it early.
            ready = Math.max(0, ready - unfailed);
        }
    }

    /** A claim has failed. */
    void claimFailed(long againAtNanos) {
        claiming = false;
        askLater(againAtNanos);
    }

    /** A retry is due then. */
    void due(Instant at) {
        if (nextDueAt == null || at.isBefore(nextDueAt)) {
            nextDueAt = at;
        }
    }

    /** When the next retry is due, as far as known. */
    @Nullable Instant nextDueAt() {
        return nextDueAt;
    }

    /** What is known is not worth anything: the store must be asked. */
    void askSoon() {
        mustAsk = true;
        askLater = false;
    }

    /** The store must be asked, but not before that time. */
    void askLater(long atNanos) {
        mustAsk = true;
        askLater = true;
        askAtNanos = atNanos;
    }

    /** Whether the store is to be asked as soon as no claim is under way. */
    boolean mustAsk() {
        return mustAsk;
    }

    /** Begins to ask the store, if that is due and possible. */
    boolean ask(Instant now, long nowNanos) {
        if (nextDueAt != null && !nextDueAt.isAfter(now)) {
            mustAsk = true;
        }
        if (doubted && nowNanos - doubtedUntilNanos >= 0) {
            mustAsk = true;
        }
        if (!mustAsk || claiming || asking || (askLater && nowNanos - askAtNanos < 0)) {
            return false;
        }
        asking = true;
        mustAsk = false;
        askLater = false;
        doubted = false;
        announced = 0;
        nextDueAt = null;
        return true;
    }

    /** The store has answered. */
    void answered(Readiness readiness) {
        asking = false;
        ready = Math.min(MANY, readiness.heads() + announced);
        if (readiness.nextDueAt() != null) {
            due(readiness.nextDueAt());
        }
    }

    /** The store could not answer. */
    void notAnswered(long againAtNanos) {
        asking = false;
        askLater(againAtNanos);
    }

    /** How long until the store is to be asked, in nanoseconds. */
    long asksInNanos(Instant now, long nowNanos) {
        if (claiming || asking) {
            return Health.NEVER_NANOS;
        }
        if (mustAsk) {
            return askLater ? Math.max(0, askAtNanos - nowNanos) : 0;
        }
        long check = doubted ? doubtedUntilNanos - nowNanos : Health.NEVER_NANOS;
        long retry =
                nextDueAt == null
                        ? Health.NEVER_NANOS
                        : Math.min(Waits.between(now, nextDueAt), CLOCK_CHECK_NANOS);
        return Math.max(0, Math.min(check, retry));
    }
}
