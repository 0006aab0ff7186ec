package tori.discord;

import tori.time.NanoClock;

import java.time.Duration;

/**
 * Counts Discord's invalid answers (401, 403, 429) over a rolling window and says when to stop
 * calling. Thread-safe; one object is shared by all Discord senders of the process.
 *
 * <p>Discord bans an address for 10,000 invalid answers within 10 minutes. The budget stays at a
 * tenth of it, because other programs may share the address.
 */
public final class InvalidBudget {

    private static final int ANSWERS = 1_000;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final NanoClock clock;
    private final long windowNanos;
    private final long[] answeredNanos;
    private long counted;

    /** A thousand invalid answers within ten minutes. */
    public InvalidBudget(NanoClock clock) {
        this(clock, ANSWERS, WINDOW);
    }

    InvalidBudget(NanoClock clock, int answers, Duration window) {
        this.clock = clock;
        this.windowNanos = window.toNanos();
        this.answeredNanos = new long[answers];
    }

    /** An invalid answer has come in. */
    public synchronized void count() {
        answeredNanos[(int) (counted % answeredNanos.length)] = clock.nanoTime();
        counted++;
    }

    /** How long Discord must not be called; zero while the budget lasts. */
    public synchronized Duration closedFor() {
        if (counted < answeredNanos.length) {
            return Duration.ZERO;
        }
        // The slot to be overwritten next holds the oldest of the last so many answers.
        long oldest = answeredNanos[(int) (counted % answeredNanos.length)];
        long left = windowNanos - (clock.nanoTime() - oldest);
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }
}
