package tori.warc;

import tori.time.NanoClock;

/**
 * What the thread of one monitor and the writer tell each other. The monitor begins a file where it
 * is asked to; the writer keeps nothing of a poll that would need a file that could not be written.
 */
final class Track {

    private static final long FIRST_PAUSE_NANOS = 10_000_000_000L;

    /** A disk that is full for hours shall not have every poll fetched in full. */
    private static final long LONGEST_PAUSE_NANOS = 300_000_000_000L;

    private final NanoClock clock;
    private volatile boolean full;
    private volatile boolean lost;
    private volatile boolean paused;
    private volatile long pausedUntilNanos;

    /** The writer's own. */
    private long pauseNanos = FIRST_PAUSE_NANOS;

    Track(NanoClock clock) {
        this.clock = clock;
    }

    /** Any thread: a poll will be missing. */
    void lost() {
        lost = true;
    }

    /** Writer: the file is large or old enough. */
    void full() {
        full = true;
    }

    /** Writer: nothing can be written now. */
    void failed() {
        pausedUntilNanos = clock.nanoTime() + pauseNanos;
        pauseNanos = Math.min(LONGEST_PAUSE_NANOS, 2 * pauseNanos);
        paused = true;
        lost = true;
    }

    /** Writer: a poll was written. */
    void written() {
        pauseNanos = FIRST_PAUSE_NANOS;
        paused = false;
    }

    /** Monitor: whether it is no use to gather anything yet. */
    boolean isPaused() {
        return paused && clock.nanoTime() - pausedUntilNanos < 0;
    }

    boolean isFull() {
        return full;
    }

    boolean isLost() {
        return lost;
    }

    /** Monitor: it begins a new file, with all that is needed to read it. */
    void begun() {
        full = false;
        lost = false;
    }
}
