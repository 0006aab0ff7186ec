package tori.poll;

/**
 * The interval of one monitor that follows what it finds: the fastest for a while after a change,
 * then the regular one, then towards the slowest. It falls at once and rises by no more than
 * doubling from poll to poll. A site that says "too many" ends what is faster than regular.
 *
 * <p>Decided by the times it is told alone. Run by the wheel's thread only; all times are readings
 * of one monotonic clock.
 */
final class Pace {

    private final Tempo tempo;
    private final long regularNanos;
    private long intervalNanos;

    /** When something changed last; at first, when the monitor was started. */
    private long changedNanos;

    /** Whether the while after a change is not over. */
    private boolean lively;

    Pace(Tempo tempo, long regularNanos, long nowNanos) {
        this.tempo = tempo;
        this.regularNanos = regularNanos;
        this.intervalNanos = regularNanos;
        this.changedNanos = nowNanos;
    }

    /** From one regular poll to the next, from now on. */
    long intervalNanos() {
        return intervalNanos;
    }

    /**
     * Takes a change into account.
     *
     * @return whether the interval has become shorter
     */
    boolean changed(long nowNanos) {
        changedNanos = nowNanos;
        lively = true;
        long before = intervalNanos;
        intervalNanos = tempo.fastest().toNanos();
        return intervalNanos < before;
    }

    /** Takes a usable answer without a change into account. */
    void quiet(long nowNanos) {
        long quietNanos = nowNanos - changedNanos;
        lively &= quietNanos < tempo.fastFor().toNanos();
        long aim = aimNanos(quietNanos);
        if (intervalNanos < aim) {
            intervalNanos = intervalNanos > aim / 2 ? aim : intervalNanos * 2;
        }
    }

    /** The site said that this is too much. */
    void refused() {
        lively = false;
        intervalNanos = Math.max(intervalNanos, regularNanos);
    }

    private long aimNanos(long quietNanos) {
        if (lively) {
            return tempo.fastest().toNanos();
        }
        return quietNanos < tempo.slowAfter().toNanos() ? regularNanos : tempo.slowest().toNanos();
    }
}
