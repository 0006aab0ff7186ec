package tori.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Notes when each change was made, served and told. Thread-safe.
 *
 * <p>All instants are readings of one clock in one process, which is both the store and the
 * receiver: nothing is added by clocks that differ.
 *
 * <p>A variant is either available or not, so that two changes of it cancel each other: nothing is
 * owed where what was told last is so again.
 */
final class ChangeBook implements ChangeNotes {

    /** A minute: what takes longer counts as a minute. */
    private static final long MAX_NANOS = 60_000_000_000L;

    private static final int DIGITS = 3;

    private static final class Entry {
        final boolean available;
        final long changedNanos;

        /** What receivers believe while this is not told. */
        boolean toldBefore;

        /** Whether pages have shown it, or one of its earlier changes, like this. */
        boolean shownAvailable;

        boolean shownSoldOut;
        boolean measured = true;
        long servedNanos;
        boolean served;
        boolean told;

        Entry(boolean available, long changedNanos, @Nullable Entry before) {
            this.available = available;
            this.changedNanos = changedNanos;
            // The first page, unless they were told otherwise since.
            this.toldBefore = (before == null || before.told) ? !available : before.toldBefore;
            this.shownAvailable = before != null && before.shownAvailable;
            this.shownSoldOut = before != null && before.shownSoldOut;
        }

        void show(boolean available) {
            if (available) {
                shownAvailable = true;
            } else {
                shownSoldOut = true;
            }
        }

        boolean wasShown(boolean available) {
            return available ? shownAvailable : shownSoldOut;
        }

        boolean isOwed() {
            return !told && toldBefore != available;
        }
    }

    private final Map<Long, Entry> byVariant = new HashMap<>();
    private final Histogram untilServed = new Histogram(1, MAX_NANOS, DIGITS);
    private final Histogram untilTold = new Histogram(1, MAX_NANOS, DIGITS);
    private final Histogram changeToTold = new Histogram(1, MAX_NANOS, DIGITS);
    private long changes;
    private long superseded;
    private long told;
    private long stale;
    private long repeated;
    private long unexpected;

    /** A variant has changed; its earlier change counts as superseded if it was not told. */
    @Override
    public synchronized void changed(long variant, boolean available, long nowNanos) {
        changes++;
        Entry before = byVariant.get(variant);
        byVariant.put(variant, new Entry(available, nowNanos, before));
        if (before != null && before.measured && !before.told) {
            superseded++;
        }
    }

    /**
     * A page that shows the variant like this is about to be handed to the network, for the first
     * time: the alert may be here before {@link #served} is noted. The variant may have changed
     * again since the page was written.
     */
    synchronized void serving(long variant, boolean available, long nowNanos) {
        Entry entry = byVariant.get(variant);
        if (entry == null) {
            return;
        }
        entry.show(available);
        if (!entry.served && entry.available == available) {
            entry.served = true;
            entry.servedNanos = nowNanos;
            if (entry.measured) {
                untilServed.recordValue(bounded(nowNanos - entry.changedNanos));
            }
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
        if (entry == null || !entry.wasShown(available)) {
            unexpected++;
        } else if (entry.available != available || !entry.served) {
            // It was so a moment ago: the page that says otherwise is on its way.
            if (entry.measured) {
                stale++;
            }
            entry.told = false;
            entry.toldBefore = available;
        } else if (entry.told) {
            if (entry.measured) {
                repeated++;
            }
        } else {
            entry.told = true;
            if (entry.measured) {
                told++;
                untilTold.recordValue(bounded(nowNanos - entry.servedNanos));
                changeToTold.recordValue(bounded(nowNanos - entry.changedNanos));
            }
        }
    }

    private static long bounded(long nanos) {
        return Math.clamp(nanos, 1, MAX_NANOS);
    }

    /** What has been noted so far. */
    synchronized Count count() {
        long owed = 0;
        long reverted = 0;
        for (Entry entry : byVariant.values()) {
            if (entry.measured && entry.isOwed()) {
                owed++;
            } else if (entry.measured && !entry.told) {
                reverted++;
            }
        }
        return new Count(changes, superseded + reverted, told, owed, stale, repeated, unexpected);
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

    /**
     * Forgets all that was measured; what has not been told by now is never measured, and its late
     * alert is no surprise.
     */
    synchronized void startOver() {
        byVariant.values().forEach(entry -> entry.measured = false);
        untilServed.reset();
        untilTold.reset();
        changeToTold.reset();
        changes = 0;
        superseded = 0;
        told = 0;
        stale = 0;
        repeated = 0;
        unexpected = 0;
    }

    /**
     * How many changes there were and what became of them.
     *
     * @param changes all
     * @param superseded changed again before they were told, or back to what was told last
     * @param told told, each counted once
     * @param owed neither: on their way, dropped, or lost
     * @param stale told when the store had changed again already
     * @param repeated told again
     * @param unexpected told, but never shown so by a page
     */
    record Count(
            long changes,
            long superseded,
            long told,
            long owed,
            long stale,
            long repeated,
            long unexpected) {}
}
