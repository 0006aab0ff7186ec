package tori.store;

/**
 * Which piece of a monitor's history.
 *
 * @param segment its number since 1970, of the tier it belongs to
 * @param monitor the monitor's number, at most {@link #MAX_MONITOR}
 */
record SegmentKey(long segment, long monitor) {

    /** Bits of a row's id that are the monitor's number. */
    private static final int MONITOR_BITS = 24;

    /** The highest number a monitor may have. */
    static final long MAX_MONITOR = (1L << MONITOR_BITS) - 1;

    /** The id of the row. */
    long id() {
        return (segment << MONITOR_BITS) | monitor;
    }

    /** What the row of this id holds. */
    static SegmentKey ofId(long id) {
        return new SegmentKey(id >> MONITOR_BITS, id & MAX_MONITOR);
    }
}
