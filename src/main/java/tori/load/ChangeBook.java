package tori.load;

import org.HdrHistogram.Histogram;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notes when each change was made, served and told. Thread-safe.
 *
 * <p>All instants are readings of one clock in one process, which is both the store and the
 * receiver: nothing is added by clocks that differ.
 */
final class ChangeBook implements ChangeNotes {

    /** A minute: what takes longer counts as a minute. */
    private static final long MAX_NANOS = 60_000_000_000L;

    private static final int DIGITS = 3;

    private static final class Entry {
        final boolean available;
        final long changedNanos;
        long servedNanos;
        boolean served;
        boolean told;

        Entry(boolean available, long changedNanos) {
            this.available = available;
            this.changedNanos = changedNanos;
        }
    }

    private final Map<Long, Entry> byVariant = new ConcurrentHashMap<>();
    private final Histogram untilServed = new Histogram(1, MAX_NANOS, DIGITS);
    private final Histogram untilTold = new Histogram(1, MAX_NANOS, DIGITS);
    private final Histogram changeToTold = new Histogram(1, MAX_NANOS, DIGITS);
    private long changes;
    private long overtaken;
    private long told;
    private long repeated;
    private long unexpected;

    /** A variant has changed; its earlier change counts as overtaken if it was not told. */
    @Override
    public synchronized void changed(long variant, boolean available, long nowNanos) {
        changes++;
        Entry before = byVariant.put(variant, new Entry(available, nowNanos));
        if (before != null && !before.told) {
            overtaken++;
        }
    }

    /**
     * A page that shows the variant like this is about to be handed to the network, for the first
     * time: the alert may be here before {@link #served} is noted.
     */
    synchronized void serving(long variant, boolean available, long nowNanos) {
        Entry entry = byVariant.get(variant);
        if (entry != null && !entry.served && entry.available == available) {
            entry.served = true;
            entry.servedNanos = nowNanos;
            untilServed.recordValue(bounded(nowNanos - entry.changedNanos));
        }
    }

    /** The last byte of that page has been handed to the network. */
    synchronized void served(long variant, boolean available, long nowNanos) {
        Entry entry = byVariant.get(variant);
        if (entry != null && entry.served && !entry.told && entry.available == available) {
            entry.servedNanos = nowNanos;
        }
    }

    /** The first byte of a request that tells of it has arrived. */
    synchronized void told(long variant, boolean available, long nowNanos) {
        Entry entry = byVariant.get(variant);
        if (entry == null || entry.available != available || !entry.served) {
            unexpected++;
        } else if (entry.told) {
            repeated++;
        } else {
            entry.told = true;
            told++;
            untilTold.recordValue(bounded(nowNanos - entry.servedNanos));
            changeToTold.recordValue(bounded(nowNanos - entry.changedNanos));
        }
    }

    private static long bounded(long nanos) {
        return Math.clamp(nanos, 1, MAX_NANOS);
    }

    /** What has been noted so far. */
    synchronized Count count() {
        return new Count(changes, overtaken, told, repeated, unexpected);
    }

    /** How long changes waited to be asked for. */
    synchronized Latency untilServed() {
        return Latency.of(untilServed);
    }

    /** From the last byte served to the first byte told. */
    synchronized Latency untilTold() {
        return Latency.of(untilTold);
    }

    /** From when the change was due to the first byte told. */
    synchronized Latency changeToTold() {
        return Latency.of(changeToTold);
    }

    /** Forgets all that was measured; what has not been told by now is never measured. */
    synchronized void startOver() {
        byVariant.clear();
        untilServed.reset();
        untilTold.reset();
        changeToTold.reset();
        changes = 0;
        overtaken = 0;
        told = 0;
        repeated = 0;
        unexpected = 0;
    }

    /**
     * How many changes there were and what became of them.
     *
     * @param changes all
     * @param overtaken changed again before they were told
     * @param told told, each counted once
     * @param repeated told again
     * @param unexpected alerts about something that was not so
     */
    record Count(long changes, long overtaken, long told, long repeated, long unexpected) {

        /** Neither told nor overtaken yet. */
        long waiting() {
            return changes - overtaken - told;
        }
    }
}
