package tori.store;

import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.History;
import tori.model.MonitorId;
import tori.model.Owed;
import tori.poll.StateChange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What waits to be written for one monitor: its changes coalesced, latest wins per key, and the
 * events they raised, with what of these is owed. Guarded by whoever holds it.
 */
final class PendingChange {

    final MonitorId monitor;
    private String fingerprint;
    private boolean replaceAll;
    private final Map<Long, byte[]> puts = new HashMap<>();
    private final Set<Long> deletes = new HashSet<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Owed> owed = new ArrayList<>();
    private History history = History.NONE;

    PendingChange(MonitorId monitor, StateChange first) {
        this.monitor = monitor;
        this.fingerprint = first.fingerprint();
        add(first);
    }

    String fingerprint() {
        return fingerprint;
    }

    /** True if the puts are the whole state. */
    boolean replaceAll() {
        return replaceAll;
    }

    Map<Long, byte[]> puts() {
        return puts;
    }

    Set<Long> deletes() {
        return deletes;
    }

    List<Event> events() {
        return events;
    }

    /** What of the events is owed to whom. */
    List<Owed> owed() {
        return owed;
    }

    /** What goes into the record of incidents. */
    History history() {
        return history;
    }

    /** Leaves the record of incidents as it is. */
    void dropHistory() {
        history = History.NONE;
    }

    int rows() {
        return 1 + puts.size() + deletes.size() + events.size() + owed.size() + history.rows();
    }

    /** Adds a later change. One about something else, or a whole state, replaces what was there. */
    void add(StateChange later) {
        boolean somethingElse = !later.fingerprint().equals(fingerprint);
        history = history.then(later.history());
        add(
                later.fingerprint(),
                later.replaceAll() || somethingElse,
                later.puts(),
                later.deletes());
    }

    /** Adds what was recorded later than this. */
    void add(PendingChange later) {
        boolean somethingElse = !later.fingerprint.equals(fingerprint);
        add(later.fingerprint, later.replaceAll || somethingElse, later.puts, later.deletes);
        history = history.then(later.history);
        events.addAll(later.events);
        owed.addAll(later.owed);
    }

    private void add(
            String newFingerprint, boolean whole, Map<Long, byte[]> newPuts, Set<Long> gone) {
        fingerprint = newFingerprint;
        if (whole) {
            replaceAll = true;
            puts.clear();
            deletes.clear();
        }
        for (Long key : gone) {
            puts.remove(key);
            if (!replaceAll) {
                deletes.add(key);
            }
        }
        for (Map.Entry<Long, byte[]> put : newPuts.entrySet()) {
            deletes.remove(put.getKey());
            puts.put(put.getKey(), put.getValue());
        }
    }

    /**
     * The state as it will be once this is written.
     *
     * @param stored what the database has; null if that is nothing, or of something else
     * @return null if this is not about {@code wanted} either
     */
    @Nullable Map<Long, byte[]> over(@Nullable Map<Long, byte[]> stored, String wanted) {
        if (!fingerprint.equals(wanted)) {
            return null;
        }
        Map<Long, byte[]> result =
                stored == null || replaceAll ? new HashMap<>() : new HashMap<>(stored);
        result.keySet().removeAll(deletes);
        result.putAll(puts);
        return result;
    }
}
