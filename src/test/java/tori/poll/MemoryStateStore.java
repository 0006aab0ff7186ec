package tori.poll;

import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Remembers one monitor's state in memory, where tests look at it. Used by one thread. */
public final class MemoryStateStore implements StateStore {

    public final Map<Long, byte[]> entries = new HashMap<>();
    private String fingerprint;
    private int records;

    /** How often something was recorded. */
    public int records() {
        return records;
    }

    @Override
    public Map<Long, byte[]> load(MonitorId id, String asked) {
        return asked.equals(fingerprint) ? new HashMap<>(entries) : null;
    }

    @Override
    public void record(MonitorId id, StateChange change, List<Event> events, List<Owed> owed) {
        if (change.replaceAll()) {
            entries.clear();
        }
        entries.putAll(change.puts());
        entries.keySet().removeAll(change.deletes());
        fingerprint = change.fingerprint();
        records++;
    }
}
