package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.MonitorId;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Remembers what monitors saw last, across restarts. Thread-safe. */
public interface StateStore {

    /**
     * The entries remembered for a monitor by key, everything recorded before included; null if
     * there is no earlier state with this fingerprint. Blocks.
     */
    @Nullable Map<Long, byte[]> load(MonitorId id, String fingerprint)
            throws IOException, InterruptedException;

    /**
     * Takes over a change and the events it raised, to be written soon and together. Never blocks:
     * the alert does not wait for a disk.
     */
    void record(MonitorId id, StateChange change, List<Event> events);
}
