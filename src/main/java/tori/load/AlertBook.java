package tori.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Notes when each change was made, served and told, by which webhook, and in which order.
 * Thread-safe.
 *
 * <p>A variant is either available or not, so that two changes of it cancel each other: nothing is
 * owed where what was told last is so again.
 */
final class AlertBook implements ChangeNotes, StorePages.Shown {

    /** Waits for the limits are minutes; what takes longer counts as ten. */
    private static final long MAX_NANOS = 600_000_000_000L;

    private static final int DIGITS = 3;

    /**
     * A change served shortly before a message was sent may not have been compared yet, and a
     * message on its way cannot take it in.
     */
    private static final long ON_ITS_WAY_NANOS = 100_000_000L;

    private static final class Change {
        final boolean available;
        final long changedNanos;
        boolean toldBefore;
        int webhook;
        long servedNanos;
        boolean served;
        boolean told;

        Change(boolean available, long changedNanos, boolean toldBefore) {
            this.available = available;
            this.changedNanos = changedNanos;
            this.toldBefore = toldBefore;
        }
    }

    /** Something a message tells. */
    record Told(long variant, boolean available) {}

    private final int webhooks;
    private final Map<Long, Change> latest = new HashMap<>();

    /** Per webhook, what has been served and not told, by the instant of serving. */
    private final Map<Integer, NavigableMap<Long, Change>> waiting = new HashMap<>();

    private final Histogram untilServed = new Histogram(1, MAX_NANOS, DIGITS);
    private final Histogram untilTold = new Histogram(1, MAX_NANOS, DIGITS);
    private long changes;
    private long told;
    private long superseded;
    private long stale;
    private long repeated;
    private long unexpected;
    private long messages;
    private long older;

    /**
     * @param webhooks store i is told of by webhook i modulo this
     */
    AlertBook(int webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public synchronized void changed(long variant, boolean available, long nowNanos) {
        changes++;
        Change before = latest.get(variant);
        // What receivers believe: the first page, unless they were told otherwise since.
        boolean believed = (before == null || before.told) ? !available : before.toldBefore;
        latest.put(variant, new Change(available, nowNanos, believed));
        if (before != null && !before.told) {
            superseded++;
            forget(before);
        }
    }

    private void forget(Change change) {
        if (change.served) {
            NavigableMap<Long, Change> there = waiting.get(change.webhook);
            if (there != null) {
                there.remove(change.servedNanos, change);
            }
        }
    }

    @Override
    public synchronized void serving(int store, long variant, boolean available, long nowNanos) {
        Change change = latest.get(variant);
        if (change != null && !change.served && change.available == available) {
            change.served = true;
            change.webhook = store % webhooks;
            untilServed.recordValue(bounded(nowNanos - change.changedNanos));
            await(change, nowNanos);
        }
    }

    /** One page shows many changes at one instant; they are told apart by a nanosecond each. */
    private void await(Change change, long nowNanos) {
        NavigableMap<Long, Change> there =
                waiting.computeIfAbsent(change.webhook, ignored -> new TreeMap<>());
        change.servedNanos = nowNanos;
        while (there.putIfAbsent(change.servedNanos, change) != null) {
            change.servedNanos++;
        }
    }

    @Override
    public synchronized void served(long variant, boolean available, long nowNanos) {
        Change change = latest.get(variant);
        if (change != null && change.served && !change.told && change.available == available) {
            forget(change);
            await(change, nowNanos);
        }
    }

    /**
     * A message was taken.
     *
     * @param nowNanos when its first byte had come
     */
    synchronized void message(int webhook, List<Told> all, long nowNanos) {
        messages++;
        NavigableMap<Long, Change> there = waiting.getOrDefault(webhook, new TreeMap<>());
        Map.Entry<Long, Change> newest = there.lowerEntry(nowNanos - ON_ITS_WAY_NANOS);
        // Cancelled by its opposite, or never to be told: not what should have gone first.
        Change first = newest == null || !isOwed(newest.getValue()) ? null : newest.getValue();
        boolean inOrder = first == null;
        for (Told each : all) {
            Change change = note(each, nowNanos);
            inOrder |= change != null && first != null && !isBefore(change, first);
        }
        if (!inOrder) {
            older++;
        }
    }

    private static boolean isBefore(Change one, Change other) {
        return one.servedNanos - other.servedNanos < 0;
    }

    private static boolean isOwed(Change change) {
        return !change.told && change.toldBefore != change.available;
    }

    private @Nullable Change note(Told each, long nowNanos) {
        Change change = latest.get(each.variant());
        if (change == null || (change.available == each.available() && !change.served)) {
            unexpected++;
            return null;
        }
        if (change.available != each.available()) {
            // It was so a moment ago: the page that says otherwise is on its way.
            stale++;
            change.toldBefore = each.available();
            return null;
        }
        if (change.told) {
            repeated++;
            return change;
        }
        change.told = true;
        told++;
        forget(change);
        untilTold.recordValue(bounded(nowNanos - change.servedNanos));
        return change;
    }

    private static long bounded(long nanos) {
        return Math.clamp(nanos, 1, MAX_NANOS);
    }

    /** What has been noted so far. */
    synchronized Count count() {
        long owed = 0;
        long reverted = 0;
        for (Change change : latest.values()) {
            if (isOwed(change)) {
                owed++;
            } else if (!change.told) {
                reverted++;
            }
        }
        return new Count(
                changes,
                told,
                superseded + reverted,
                owed,
                stale,
                repeated,
                unexpected,
                messages,
                older);
    }

    /** How long changes waited to be asked for. */
    synchronized Latency untilServed() {
        return Latency.of(untilServed);
    }

    /** From the last byte served to the first byte of the message that was taken. */
    synchronized Latency untilTold() {
        return Latency.of(untilTold);
    }

    /**
     * What became of the changes.
     *
     * @param changes all
     * @param told told, each counted once
     * @param superseded changed again before they were told, or back to what was told last
     * @param owed neither: what the queue dropped, or holds yet
     * @param stale told when the store had changed again already
     * @param repeated told again
     * @param unexpected told, but never so
     * @param messages taken by the look-alike; each tells of up to ten changes
     * @param older messages without the newest change that waited for their webhook
     */
    record Count(
            long changes,
            long told,
            long superseded,
            long owed,
            long stale,
            long repeated,
            long unexpected,
            long messages,
            long older) {}
}
