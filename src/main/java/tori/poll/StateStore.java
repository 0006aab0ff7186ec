package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Owed;

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
     * Takes over a change, the events it raised and what of them is owed to whom, to be written
     * soon and together: after a crash there is all of it, or nothing and the change is seen again.
     * Never blocks: the alert does not wait for a disk.
     */
    void record(MonitorId id, StateChange change, List<Event> events, List<Owed> owed);

    /** Takes over a change that owes nothing. */
    default void record(MonitorId id, StateChange change, List<Event> events) {
        record(id, change, events, List.of());
    }

    /**
     * Whether there is room for more that is owed. While there is none, because the disk refuses, a
     * monitor that owes must not look: what it does not see is found later, what it saw and could
     * not be written down would be lost.
     */
    default boolean hasRoomForOwed() {
        return true;
    }
}
