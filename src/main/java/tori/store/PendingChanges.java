package tori.store;

import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.poll.StateChange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the writer, coalesced per monitor, the longest waiting first. Thread-safe; the
 * lock is held for moments only, so callers do not notice it.
 *
 * <p>The bound: a monitor's changes coalesce to no more than the state the monitor holds itself,
 * and at most {@code maxEvents} events wait, those being written included. What is owed is never
 * left out, nor are its events: monitors that owe do not look while {@link #owed} is too much.
 */
final class PendingChanges {

    private final int maxEvents;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final LinkedHashMap<MonitorId, PendingChange> waiting = new LinkedHashMap<>();
    private List<PendingChange> taken = List.of();

    /** The same by monitor: whoever loads a state asks, and thousands may be taken. */
    private Map<MonitorId, PendingChange> takenOf = Map.of();

    private int events;
    private int owed;
    private boolean nudged;
    private boolean closed;

    PendingChanges(int maxEvents) {
        this.maxEvents = maxEvents;
    }

    /** Adds a change; returns how many rows are lost: events without room, or all once closed. */
    int add(MonitorId monitor, StateChange change, List<Event> raised, List<Owed> raisedOwed) {
        Set<UUID> kept = new HashSet<>();
        raisedOwed.forEach(one -> kept.add(one.event().id()));
        lock.lock();
        try {
            if (closed) {
                return 1 + raised.size();
            }
            PendingChange pending = waiting.get(monitor);
            if (pending == null) {
                pending = new PendingChange(monitor, change);
                waiting.put(monitor, pending);
            } else {
                pending.add(change);
            }
            int lost = 0;
            for (Event event : raised) {
                if (events < maxEvents || kept.contains(event.id())) {
                    pending.events().add(event);
                    events++;
                } else {
                    lost++;
                }
            }
            pending.owed().addAll(raisedOwed);
            owed += raisedOwed.size();
            arrived.signal();
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The changes to write next: those taken before and not yet {@link #written}, else the longest
     * waiting ones up to about {@code maxRows} rows; empty if there is nothing. Writer only.
     */
    List<PendingChange> take(int maxRows) {
        lock.lock();
        try {
            if (!taken.isEmpty()) {
                return taken;
            }
            List<PendingChange> batch = new ArrayList<>();
            Map<MonitorId, PendingChange> batchOf = new HashMap<>();
            int rows = 0;
            Iterator<PendingChange> oldestFirst = waiting.values().iterator();
            while (oldestFirst.hasNext() && rows < maxRows) {
                PendingChange next = oldestFirst.next();
                oldestFirst.remove();
                rows += next.rows();
                batch.add(next);
                batchOf.put(next.monitor, next);
            }
            taken = batch;
            takenOf = batchOf;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** What was taken is in the database. Writer only. */
    void written() {
        lock.lock();
        try {
            for (PendingChange change : taken) {
                events -= change.events().size();
                owed -= change.owed().size();
            }
            taken = List.of();
            takenOf = Map.of();
        } finally {
            lock.unlock();
        }
    }

    /** Drops events of a change that was taken, and what of them is owed. Writer only. */
    void discard(PendingChange change, List<Event> unwanted) {
        lock.lock();
        try {
            change.events().removeAll(unwanted);
            events -= unwanted.size();
            int before = change.owed().size();
            change.owed().removeIf(one -> unwanted.contains(one.event()));
            owed -= before - change.owed().size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops what a change owes that was taken, and what it has for the record of incidents; returns
     * how much that was. Writer only.
     */
    int forgive(PendingChange change) {
        lock.lock();
        try {
            int dropped = change.owed().size();
            int unrecorded = change.history().rows();
            change.owed().clear();
            change.dropHistory();
            owed -= dropped;
            return dropped + unrecorded;
        } finally {
            lock.unlock();
        }
    }

    /** How much waits that is owed. */
    int owed() {
        lock.lock();
        try {
            return owed;
        } finally {
            lock.unlock();
        }
    }

    /** What was taken could not be written: it waits again, merged with what came since. */
    void putBack() {
        lock.lock();
        try {
            LinkedHashMap<MonitorId, PendingChange> merged = new LinkedHashMap<>();
            for (PendingChange older : taken) {
                PendingChange newer = waiting.remove(older.monitor);
                if (newer != null) {
                    older.add(newer);
                }
                merged.put(older.monitor, older);
            }
            merged.putAll(waiting);
            waiting.clear();
            waiting.putAll(merged);
            taken = List.of();
            takenOf = Map.of();
        } finally {
            lock.unlock();
        }
    }

    /** Lets {@link #await} return, now or the next time: there is something else to write. */
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something arrives or was put back, this is nudged or closed, or the time is over.
     */
    void await(long timeoutNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = timeoutNanos;
            while (waiting.isEmpty() && !nudged && !closed && left > 0) {
                left = arrived.awaitNanos(left);
            }
            nudged = false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits this long, unless closed meanwhile. */
    void awaitClosed(long timeoutNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = timeoutNanos;
            while (!closed && left > 0) {
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes whoever waits, for good. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        return unwritten().isNothing();
    }

    /** What has not reached the database yet. */
    Unwritten unwritten() {
        lock.lock();
        try {
            return new Unwritten(waiting.size() + taken.size(), events);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lays what waits for a monitor over what the database has of it.
     *
     * @param stored null if the database has nothing with this fingerprint
     */
    @Nullable Map<Long, byte[]> overlay(
            MonitorId monitor, String fingerprint, @Nullable Map<Long, byte[]> stored) {
        lock.lock();
        try {
            Map<Long, byte[]> state = stored;
            PendingChange older = takenOf.get(monitor);
            if (older != null) {
                state = older.over(state, fingerprint);
            }
            PendingChange newest = waiting.get(monitor);
            return newest == null ? state : newest.over(state, fingerprint);
        } finally {
            lock.unlock();
        }
    }
}
