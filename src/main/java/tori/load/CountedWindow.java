package tori.load;

/**
 * Discord's way of counting: so many from the first request on, then all anew. Used under its
 * owner's lock.
 */
final class CountedWindow {

    final int limit;
    private final long perNanos;
    private long openedNanos;
    private int used;

    CountedWindow(int limit, long perNanos) {
        this.limit = limit;
        this.perNanos = perNanos;
    }

    boolean tryTake(long nowNanos) {
        if (used == 0 || nowNanos - openedNanos >= perNanos) {
            openedNanos = nowNanos;
            used = 0;
        }
        if (used == limit) {
            return false;
        }
        used++;
        return true;
    }

    int remaining() {
        return limit - used;
    }

    /** How long until all of it is free again. */
    long resetNanos(long nowNanos) {
        return Math.max(0, perNanos - (nowNanos - openedNanos));
    }
}
