package tori;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What {@link IncidentDigest} remembers over a restart: which incidents it told, which of them with
 * their end, and when others were told by themselves. Guarded by the lock of its owner.
 *
 * <p>Its entries: {@code 1} the ids of incidents told, 16 bytes each; {@code 2} those told with
 * their end, each followed by that in milliseconds; {@code 3} the times at which others were told
 * by themselves, in milliseconds of the wall clock.
 */
final class DigestMemory {

    private static final long TOLD = 1;
    private static final long TOLD_OVER = 2;
    private static final long ALONE = 3;
    private static final int ID_BYTES = 2 * Long.BYTES;

    /** When one was told by itself, by both clocks: one lasts, the other is right. */
    private record Moment(long nanos, long wallMillis) {}

    private final int maxAlone;
    private final long windowNanos;
    private final ArrayDeque<Moment> alone = new ArrayDeque<>();

    /** As many as have an open incident at most. */
    private final Set<UUID> told = new LinkedHashSet<>();

    private final Map<UUID, Instant> toldOver = new LinkedHashMap<>();

    /**
     * Since when the monitor has taken note: it is forgotten once that has been written, which is a
     * change of its own.
     */
    private final Map<UUID, Long> leaving = new HashMap<>();

    /**
     * @param maxAlone how many may be told by themselves within the window
     * @param window positive
     */
    DigestMemory(int maxAlone, Duration window) {
        this.maxAlone = maxAlone;
        this.windowNanos = window.toNanos();
    }

    /** Takes over what was written; what was told after this moment was not. */
    void load(Map<Long, byte[]> entries, long nowNanos, Instant now) {
        ByteBuffer ids = entry(entries, TOLD);
        while (ids.remaining() >= ID_BYTES) {
            told.add(new UUID(ids.getLong(), ids.getLong()));
        }
        ByteBuffer over = entry(entries, TOLD_OVER);
        while (over.remaining() >= ID_BYTES + Long.BYTES) {
            UUID id = new UUID(over.getLong(), over.getLong());
            toldOver.put(id, Instant.ofEpochMilli(over.getLong()));
        }
        ByteBuffer times = entry(entries, ALONE);
        while (times.remaining() >= Long.BYTES) {
            long millis = times.getLong();
            long ageNanos = Duration.ofMillis(now.toEpochMilli() - millis).toNanos();
            if (ageNanos >= 0 && ageNanos < windowNanos) {
                alone.addLast(new Moment(nowNanos - ageNanos, millis));
            }
        }
    }

    private static ByteBuffer entry(Map<Long, byte[]> entries, long key) {
        byte[] written = entries.get(key);
        return ByteBuffer.wrap(written == null ? new byte[0] : written);
    }

    /** What is to be written. */
    Map<Long, byte[]> entries() {
        ByteBuffer ids = ByteBuffer.allocate(told.size() * ID_BYTES);
        told.forEach(id -> put(ids, id));
        ByteBuffer over = ByteBuffer.allocate(toldOver.size() * (ID_BYTES + Long.BYTES));
        toldOver.forEach((id, end) -> put(over, id).putLong(end.toEpochMilli()));
        ByteBuffer times = ByteBuffer.allocate(alone.size() * Long.BYTES);
        alone.forEach(moment -> times.putLong(moment.wallMillis()));
        return Map.of(TOLD, ids.array(), TOLD_OVER, over.array(), ALONE, times.array());
    }

    private static ByteBuffer put(ByteBuffer buffer, UUID id) {
        return buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    /** Whether one more may be told by itself now; if so it is counted. */
    boolean tellAlone(long nowNanos, Instant now) {
        while (!alone.isEmpty() && nowNanos - alone.getFirst().nanos() >= windowNanos) {
            alone.removeFirst();
        }
        if (alone.size() >= maxAlone) {
            return false;
        }
        alone.addLast(new Moment(nowNanos, now.toEpochMilli()));
        return true;
    }

    /** Whether it was told that this one opened, and no more. */
    boolean isTold(UUID incident) {
        return told.contains(incident);
    }

    /** When this one ended, if that was told together with its beginning; else null. */
    @Nullable Instant endOf(UUID incident) {
        return toldOver.get(incident);
    }

    /** It was told that this one opened. */
    void told(UUID incident) {
        told.add(incident);
    }

    /** It was told that this one opened and that it is over. */
    void toldOver(UUID incident, Instant end) {
        toldOver.put(incident, end.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Its monitor knows. */
    void leave(UUID incident, long nowNanos) {
        leaving.putIfAbsent(incident, nowNanos);
    }

    /** Forgets what monitors have known for a window; returns whether there was anything. */
    boolean forget(long nowNanos) {
        boolean forgotten = false;
        for (var entry : Map.copyOf(leaving).entrySet()) {
            if (nowNanos - entry.getValue() >= windowNanos) {
                leaving.remove(entry.getKey());
                boolean known = told.remove(entry.getKey());
                forgotten |= toldOver.remove(entry.getKey()) != null || known;
            }
        }
        return forgotten;
    }
}
