package tori.dispatch;

import org.agrona.collections.Long2LongHashMap;
import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Sender;
import tori.ring.PendingRing;
import tori.telemetry.Meters;

import java.util.List;
import java.util.function.Consumer;

/**
 * The events that wait for one destination, in the order they were seen. Thread-confined to the
 * dispatcher; adding, cancelling, evicting and expiring allocate nothing.
 *
 * <p>Events leave newest first. Where several monitors' events wait, these take turns, and each
 * gives its newest ({@link Sources}); that costs something only then. One that its opposite about
 * the same subject has overtaken is cancelled, whichever of the two comes here first; without room,
 * the oldest is evicted, of several monitors the oldest of the one that holds most. To find
 * opposites, events are indexed by a 64-bit hash of source, subject and type; events of one hash
 * are chained, and compared themselves before anything is dropped, so that a collision costs time
 * only.
 */
final class PendingEvents {

    private static final long NOBODY = -1;
    private static final float LOAD_FACTOR = 0.55f;

    /**
     * Events of one poll stand side by side; looking through a longer queue would take too long.
     */
    private static final int MAX_LOOKED = 4_096;

    private final Losses losses;
    private final PendingRing<Event> ring;
    private final Long2LongHashMap slotByKey;

    // What is known of the event in a slot of the ring.
    private final long[] keys;
    private final int[] sameKey;
    private final int[] failures;
    private final int[] maxBatches;

    /** Whose all events are that wait, unless it is crowded. */
    private @Nullable MonitorId only;

    /** Whether events of more than one monitor have waited since nothing did. */
    private boolean crowded;

    /** Whose turn it is when it is crowded; made when that happens first. */
    private @Nullable Sources sources;

    PendingEvents(String destination, int capacity, Meters meters) {
        this(capacity, Losses.of(destination, meters));
    }

    PendingEvents(int capacity, Losses losses) {
        this.losses = losses;
        this.ring = new PendingRing<>(capacity);
        int slots = ring.capacity();
        this.slotByKey = new Long2LongHashMap(2 * slots, LOAD_FACTOR, NOBODY);
        this.keys = new long[slots];
        this.sameKey = new int[slots];
        this.failures = new int[slots];
        this.maxBatches = new int[slots];
    }

    int size() {
        return ring.size();
    }

    int capacity() {
        return ring.capacity();
    }

    boolean isEmpty() {
        return ring.isEmpty();
    }

    /** Takes an event that was not here before. */
    void add(Event event) {
        place(event, 0, Integer.MAX_VALUE, false);
    }

    /** Takes back an event that could not be sent. */
    void putBack(Attempt attempt) {
        place(attempt.event(), attempt.failures(), attempt.maxBatch(), true);
    }

    /** Drops what is older than {@code maxAgeNanos}. */
    void expire(long nowNanos, long maxAgeNanos) {
        int oldest = ring.oldest();
        while (oldest != PendingRing.NONE && ageNanos(oldest, nowNanos) > maxAgeNanos) {
            Event expired = ring.get(oldest);
            remove(oldest);
            losses.expired(expired);
            oldest = ring.oldest();
        }
    }

    /** How long until the oldest event is too old; {@link SlidingWindow#NEVER} without one. */
    long nanosUntilExpiry(long nowNanos, long maxAgeNanos) {
        int oldest = ring.oldest();
        if (oldest == PendingRing.NONE || maxAgeNanos == Nanos.MAX) {
            return SlidingWindow.NEVER;
        }
        return maxAgeNanos - ageNanos(oldest, nowNanos) + 1;
    }

    /**
     * Moves the newest events to {@code batch}, of several monitors by turns: at most {@code size},
     * and no more than any of them may travel with.
     */
    void popNewest(int size, List<Attempt> batch) {
        int most = size;
        int next = next();
        while (next != PendingRing.NONE) {
            most = Math.min(most, maxBatches[next]);
            if (batch.size() >= most) {
                return;
            }
            batch.add(new Attempt(ring.get(next), failures[next], maxBatches[next]));
            if (crowded && sources != null) {
                sources.pass();
            }
            remove(next);
            next = next();
        }
    }

    private int next() {
        return crowded && sources != null ? sources.next() : ring.newest();
    }

    /**
     * Moves those that are told together with the last event of {@code batch} there as well, newest
     * first: while it holds fewer than {@code most}, and no more than any of them may travel with.
     */
    void popTogether(Sender sender, int most, List<Attempt> batch) {
        Event with = batch.getLast().event();
        int room = most;
        int looked = 0;
        int slot = ring.newest();
        while (slot != PendingRing.NONE && looked < MAX_LOOKED && batch.size() < room) {
            int older = ring.olderThan(slot);
            Event event = ring.get(slot);
            if (maxBatches[slot] > batch.size() && sender.isToldTogether(with, event)) {
                room = Math.min(room, maxBatches[slot]);
                batch.add(new Attempt(event, failures[slot], maxBatches[slot]));
                remove(slot);
            }
            looked++;
            slot = older;
        }
    }

    /** Moves every event to {@code other}, which evicts what it has no room for. */
    void moveTo(PendingEvents other) {
        int oldest = ring.oldest();
        while (oldest != PendingRing.NONE) {
            other.putBack(new Attempt(ring.get(oldest), failures[oldest], maxBatches[oldest]));
            remove(oldest);
            oldest = ring.oldest();
        }
    }

    /** Every event, oldest first. */
    void forEach(Consumer<Event> consumer) {
        for (int slot = ring.oldest(); slot != PendingRing.NONE; slot = ring.newerThan(slot)) {
            consumer.accept(ring.get(slot));
        }
    }

    void clear() {
        ring.clear();
        slotByKey.clear();
        if (crowded && sources != null) {
            sources.clear();
        }
        crowded = false;
    }

    private void place(Event event, int failed, int maxBatch, boolean returned) {
        long subject = subjectHash(event);
        EventType opposite = event.type().opposite();
        Event overtaker =
                opposite == null
                        ? null
                        : overtaker(event, opposite, key(subject, opposite), returned);
        if (overtaker != null) {
            losses.cancelled(event, overtaker);
            return;
        }
        if (ring.isFull() && !makeRoom(event)) {
            return;
        }
        boolean stranger = isStranger(event.source());
        if (stranger && !crowded) {
            beginCrowd();
        }
        int before = ring.newest();
        while (before != PendingRing.NONE && ring.get(before).seenNanos() - event.seenNanos() > 0) {
            before = ring.olderThan(before);
        }
        int slot = ring.insertNewerThan(before, event);
        failures[slot] = failed;
        maxBatches[slot] = maxBatch;
        long key = key(subject, event.type());
        keys[slot] = key;
        sameKey[slot] = (int) slotByKey.put(key, slot);
        if (crowded && sources != null) {
            sources.enter(slot);
        }
    }

    /** Whether somebody else's events wait; takes note of whose do, if none. */
    private boolean isStranger(MonitorId source) {
        if (ring.isEmpty()) {
            only = source;
            return false;
        }
        return !source.equals(only);
    }

    private void beginCrowd() {
        if (sources == null) {
            sources = new Sources(ring);
        }
        crowded = true;
        int slot = ring.oldest();
        while (slot != PendingRing.NONE) {
            sources.enter(slot);
            slot = ring.newerThan(slot);
        }
    }

    /**
     * Evicts an event to make room for this one.
     *
     * @return false if it is this one that goes, being the oldest
     */
    private boolean makeRoom(Event event) {
        int victim = crowded && sources != null ? sources.victim(event.source()) : ring.oldest();
        Event evicted = ring.get(victim);
        boolean comparable = evicted.source().equals(event.source());
        if (comparable && event.seenNanos() - evicted.seenNanos() < 0) {
            losses.evicted(event);
            return false;
        }
        remove(victim);
        losses.evicted(evicted);
        return true;
    }

    /**
     * The opposite that was seen later and waits here, null without one; those seen earlier are
     * dropped. Of two seen at the same instant the one that came here later counts as the later.
     */
    private @Nullable Event overtaker(Event event, EventType opposite, long key, boolean returned) {
        Event overtaker = null;
        int slot = (int) slotByKey.get(key);
        while (slot != NOBODY) {
            int next = sameKey[slot];
            Event waiting = ring.get(slot);
            if (waiting.type() == opposite
                    && waiting.subject().equals(event.subject())
                    && waiting.source().equals(event.source())) {
                long laterNanos = waiting.seenNanos() - event.seenNanos();
                if (laterNanos > 0 || (returned && laterNanos == 0)) {
                    overtaker = waiting;
                } else {
                    remove(slot);
                    losses.cancelled(waiting, event);
                }
            }
            slot = next;
        }
        return overtaker;
    }

    private void remove(int slot) {
        long key = keys[slot];
        int next = sameKey[slot];
        int at = (int) slotByKey.get(key);
        if (at != slot) {
            while (sameKey[at] != slot) {
                at = sameKey[at];
            }
            sameKey[at] = next;
        } else if (next == NOBODY) {
            slotByKey.remove(key);
        } else {
            slotByKey.put(key, next);
        }
        if (crowded && sources != null) {
            sources.leave(slot);
        }
        ring.remove(slot);
        if (crowded && ring.isEmpty() && sources != null) {
            sources.disperse();
            crowded = false;
        }
    }

    private long ageNanos(int slot, long nowNanos) {
        return nowNanos - ring.get(slot).seenNanos();
    }

    private static long key(long subjectHash, EventType type) {
        return mix(subjectHash + type.wireName().hashCode());
    }

    /** Made of the hash codes that strings keep once they are computed. */
    private static long subjectHash(Event event) {
        return event.source().site().hashCode() * 0x9e3779b97f4a7c15L
                + event.source().monitor().hashCode() * 0xc2b2ae3d27d4eb4fL
                + event.subject().hashCode() * 0x165667b19e3779f9L;
    }

    /** The finalizer of MurmurHash3: every bit of the input reaches every bit of the result. */
    private static long mix(long bits) {
        long hash = bits;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
