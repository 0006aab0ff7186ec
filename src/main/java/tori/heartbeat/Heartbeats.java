package tori.heartbeat;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The monitors that wait for pushes, by name. Thread-safe. */
public final class Heartbeats {

    /** What becomes of a push. */
    public enum Receipt {
        /** It counts. */
        TAKEN,
        /** Nobody waits for it. */
        UNKNOWN,
        /** It does not show what it must. */
        REFUSED
    }

    private record Waiting(HeartbeatCheck check, @Nullable String token) {}

    private final Map<MonitorId, Waiting> waiting = new ConcurrentHashMap<>();

    /**
     * Pushes to this monitor go there from now on.
     *
     * @param token what those from other machines must show; null if none may come from there
     */
    public void put(MonitorId id, HeartbeatCheck check, @Nullable String token) {
        waiting.put(id, new Waiting(check, token));
    }

    /** Nobody waits for pushes to this monitor any more. */
    public void remove(MonitorId id) {
        waiting.remove(id);
    }

    /** Whether somebody waits for pushes to this monitor. */
    public boolean has(MonitorId id) {
        return waiting.containsKey(id);
    }

    /**
     * A push came.
     *
     * @param trusted whether it comes from a program on this machine
     * @param token what it shows; null if that is nothing
     * @param well whether it says that all is well
     * @param words what it says beside that; may be empty
     */
    public Receipt push(
            MonitorId id, boolean trusted, @Nullable String token, boolean well, String words) {
        Waiting found = waiting.get(id);
        if (found == null) {
            return Receipt.UNKNOWN;
        }
        if (found.token() == null ? !trusted : !isSame(found.token(), token)) {
            return Receipt.REFUSED;
        }
        found.check().beat(well, words);
        return Receipt.TAKEN;
    }

    /** In a time that does not tell how much of it was right. */
    private static boolean isSame(String wanted, @Nullable String shown) {
        return shown != null
                && MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.UTF_8),
                        shown.getBytes(StandardCharsets.UTF_8));
    }
}
