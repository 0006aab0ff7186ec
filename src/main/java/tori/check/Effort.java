package tori.check;

import tori.time.NanoClock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What one check may spend on judging an answer: time up to its deadline, and its share of the
 * memory for answers. One thread; to be closed once all is judged.
 *
 * <p>Judging costs processor time, and a virtual thread that computes gives way to no other by
 * itself: it would hold up polls and pages for as long as it takes.
 */
final class Effort implements AutoCloseable {

    /** A power of two. Between two looks at the clock; each may stand for a thousand steps. */
    private static final int TICKS_PER_LOOK = 64;

    /** Others wait no longer than that for each that computes. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Many times what an honest page of {@code max_body} takes; others wait for their turn. */
    private static final long MAX_TURN_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Short, and long enough for the thread to leave its carrier. */
    private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final AnswerMemory memory;
    private final NanoClock clock;
    private final long deadlineNanos;
    private int ticks;
    private long restedNanos;
    private int heldKibibytes;
    private boolean inTurn;
    private long turnOverNanos;

    Effort(AnswerMemory memory, NanoClock clock, long deadlineNanos) {
        this.memory = memory;
        this.clock = clock;
        this.deadlineNanos = deadlineNanos;
        this.restedNanos = clock.nanoTime();
    }

    /**
     * Takes a share of the memory for an answer that is not small, waiting for it if need be.
     *
     * @param bytes how long the answer may become
     * @throws CannotLookException if there is none in time
     */
    void hold(long bytes) throws InterruptedException {
        heldKibibytes = memory.take(bytes, deadlineNanos - clock.nanoTime());
    }

    /**
     * Takes its turn at looking through an answer, which large ones have one after the other: what
     * is made of one takes much memory, and all together would take the processors.
     *
     * @throws CannotLookException if that takes too long
     */
    void takeTurn(int chars) throws InterruptedException {
        if (chars > AnswerMemory.SMALL_BYTES && !inTurn) {
            memory.takeTurn(deadlineNanos - clock.nanoTime());
            inTurn = true;
            turnOverNanos = clock.nanoTime() + MAX_TURN_NANOS;
        }
    }

    /**
     * A step of the work; to be called often. Lets others go on now and then.
     *
     * @throws CannotLookException if the time is over, or the thread interrupted, which it stays
     */
    void tick() {
        if ((++ticks & (TICKS_PER_LOOK - 1)) != 0) {
            return;
        }
        long now = clock.nanoTime();
        if (deadlineNanos - now <= 0 || Thread.currentThread().isInterrupted()) {
            throw new CannotLookException("looking through it takes longer than its timeout");
        }
        if (inTurn && turnOverNanos - now <= 0) {
            throw new CannotLookException("looking through it takes more than two seconds");
        }
        if (now - restedNanos >= SLICE_NANOS) {
            // Who yields goes on before whoever is woken from outside; who parks does not.
            LockSupport.parkNanos(NAP_NANOS);
            restedNanos = clock.nanoTime();
        }
    }

    @Override
    public void close() {
        if (inTurn) {
            inTurn = false;
            memory.endTurn();
        }
        memory.giveBack(heldKibibytes);
        heldKibibytes = 0;
    }
}
