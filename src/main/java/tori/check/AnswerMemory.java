package tori.check;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much memory answers may take that are being judged, of all checks together. Small ones are
 * not counted: they are judged within moments. Thread-safe.
 */
final class AnswerMemory {

    /** As long as most pages and all answers of health checks. */
    static final int SMALL_BYTES = 64 * 1024;

    /** An answer is there in pieces, in one piece and as text, of two bytes a letter at worst. */
    private static final int COPIES = 4;

    /** The rest of the heap is for everything else. */
    private static final int SHARE_OF_HEAP = 4;

    private static final int KIBIBYTE = 1024;

    private final int allKibibytes;
    private final Semaphore kibibytes;

    /** A tree of JSON takes many times as much as its text, and a search all of a processor. */
    private final Semaphore turns = new Semaphore(1, true);

    /**
     * @param bytes of all answers together
     */
    AnswerMemory(long bytes) {
        this.allKibibytes = Math.clamp(bytes / KIBIBYTE, 1, Integer.MAX_VALUE);
        this.kibibytes = new Semaphore(allKibibytes, true);
    }

    /** So much as this Java machine has. */
    static AnswerMemory ofThisMachine() {
        return new AnswerMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /**
     * Takes a share, in the order of asking. What is larger than all gets all.
     *
     * @param bytes how long the answer may become
     * @return how much to give back
     */
    int take(long bytes, long maxWaitNanos) throws InterruptedException {
        int share = Math.clamp(bytes * COPIES / KIBIBYTE, 1, allKibibytes);
        if (!kibibytes.tryAcquire(share, Math.max(0, maxWaitNanos), TimeUnit.NANOSECONDS)) {
            throw tooMany();
        }
        return share;
    }

    void giveBack(int share) {
        kibibytes.release(share);
    }

    void takeTurn(long maxWaitNanos) throws InterruptedException {
        if (!turns.tryAcquire(Math.max(0, maxWaitNanos), TimeUnit.NANOSECONDS)) {
            throw tooMany();
        }
    }

    void endTurn() {
        turns.release();
    }

    private static CannotLookException tooMany() {
        return new CannotLookException(
                "large answers of other checks take all the memory and time that there is for"
                        + " them");
    }
}
