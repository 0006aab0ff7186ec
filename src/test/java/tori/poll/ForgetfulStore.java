package tori.poll;

import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;

import java.util.List;
import java.util.Map;

/** Remembers nothing, for tests and benchmarks that have no restart. Thread-safe. */
public final class ForgetfulStore implements StateStore {

    @Override
    public Map<Long, byte[]> load(MonitorId id, String fingerprint) {
        return null;
    }

    @Override
    public void record(MonitorId id, StateChange change, List<Event> events, List<Owed> owed) {}
}
