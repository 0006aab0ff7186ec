package tori.discord;

import java.time.Duration;

/** Discord's way of counting: so many from the first request on, then all anew. Not thread-safe. */
final class FixedWindow {

    private final int limit;
    private final long perNanos;
    private boolean open;
    private long openedNanos;
    private int used;

    FixedWindow(int limit, Duration per) {
        this.limit = limit;
        this.perNanos = per.toNanos();
    }

    boolean tryTake(long nowNanos) {
        if (!open || nowNanos - openedNanos >= perNanos) {
            open = true;
            openedNanos = nowNanos;
            used = 0;
        }
        if (used == limit) {
            return false;
        }
        used++;
        return true;
    }

    int limit() {
        return limit;
    }

    int remaining() {
        return limit - used;
    }

    double resetAfterSeconds(long nowNanos) {
        return Math.max(0, perNanos - (nowNanos - openedNanos)) / 1e9;
    }
}
