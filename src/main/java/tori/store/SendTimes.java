package tori.store;

import tori.model.Rate;
import tori.ring.TimestampRing;
import tori.time.NanoClock;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * When requests were completed that still count towards a limit, by scope; what changed is written
 * by the writer. Thread-safe; the lock is never held while the disk is asked.
 *
 * <p>In memory the instants are readings of the monotonic clock, in the file microseconds of the
 * wall clock: recording reads no clock, the writer reads both once for all it writes.
 *
 * <p>The bound: {@link #MAX_PER_SCOPE} instants for each scope used within its {@code per}.
 */
final class SendTimes {

    /**
     * A row is written whole after each completion, 8 kB at most; a limit beyond that is not what
     * receivers of messages to people have, and after a restart it holds in part.
     */
    static final int MAX_PER_SCOPE = 1_000;

    /** Longer than anybody waits; no sum of it and a reading overflows. */
    private static final Duration MAX_PER = Duration.ofDays(3_650);

    private static final class Times {
        TimestampRing completions = new TimestampRing(1);
        long perNanos;
        boolean changed;
        boolean taken;

        /** Makes room for as many as the limit allows, and for no more. */
        void add(long completedNanos, int limit) {
            int wanted = Math.min(limit, MAX_PER_SCOPE);
            if (wanted > completions.capacity()) {
                TimestampRing larger = new TimestampRing(wanted);
                for (int i = 0; i < completions.size(); i++) {
                    larger.add(completions.get(i));
                }
                completions = larger;
            }
            long instant = completedNanos;
            if (!completions.isEmpty() && completedNanos - newest() < 0) {
                instant = newest();
            }
            if (completions.size() == completions.capacity()) {
                completions.removeOldest();
            }
            completions.add(instant);
        }

        void forgetExpired(long nowNanos) {
            while (!completions.isEmpty() && nowNanos - completions.get(0) > perNanos) {
                completions.removeOldest();
            }
        }

        long newest() {
            return completions.get(completions.size() - 1);
        }

        long[] toArray() {
            long[] instants = new long[completions.size()];
            for (int i = 0; i < instants.length; i++) {
                instants[i] = completions.get(i);
            }
            return instants;
        }
    }

    private final SendTable table;
    private final NanoClock clock;
    private final InstantSource wall;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Times> byScope = new HashMap<>();
    private boolean changed;

    private SendTimes(SendTable table, NanoClock clock, InstantSource wall) {
        this.table = table;
        this.clock = clock;
        this.wall = wall;
    }

    /** Reads what earlier runs have written. */
    static SendTimes load(SendTable table, NanoClock clock, InstantSource wall)
            throws SQLException {
        SendTimes sends = new SendTimes(table, clock, wall);
        long nowNanos = clock.nanoTime();
        long nowMicros = micros(wall.instant());
        for (SendTable.Row row : table.readAll()) {
            sends.restore(row, nowNanos, nowMicros);
        }
        return sends;
    }

    private void restore(SendTable.Row row, long nowNanos, long nowMicros) {
        List<Long> completed = row.completedMicros();
        if (completed.isEmpty()) {
            return;
        }
        Times times = new Times();
        long perMicros = Math.max(0, row.expiresMicros() - completed.getLast());
        times.perNanos = nanos(Duration.of(perMicros, ChronoUnit.MICROS));
        for (long instant : completed) {
            // In the future: the wall clock was set back.
            Duration age = Duration.of(Math.max(0, nowMicros - instant), ChronoUnit.MICROS);
            times.add(nowNanos - nanos(age), completed.size());
        }
        byScope.put(row.scope(), times);
    }

    void record(String scope, Rate rate, long completedNanos) {
        lock.lock();
        try {
            Times times = byScope.computeIfAbsent(scope, key -> new Times());
            times.perNanos = nanos(rate.per());
            times.forgetExpired(completedNanos);
            times.add(completedNanos, rate.limit());
            times.changed = true;
            changed = true;
        } finally {
            lock.unlock();
        }
    }

    long[] completions(String scope) {
        lock.lock();
        try {
            Times times = byScope.get(scope);
            return times == null ? new long[0] : times.toArray();
        } finally {
            lock.unlock();
        }
    }

    boolean hasChanged() {
        lock.lock();
        try {
            return changed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what changed and deletes what counts no more, within the transaction that the caller
     * has begun; {@link #written} or {@link #putBack} must follow. Writer only.
     */
    void writeChanged() throws SQLException {
        long nowNanos = clock.nanoTime();
        long nowMicros = micros(wall.instant());
        List<SendTable.Row> rows = new ArrayList<>();
        List<String> expired = new ArrayList<>();
        lock.lock();
        try {
            take(nowNanos, nowMicros, rows, expired);
        } finally {
            lock.unlock();
        }
        for (SendTable.Row row : rows) {
            table.put(row);
        }
        for (String scope : expired) {
            table.delete(scope);
        }
    }

    private void take(
            long nowNanos, long nowMicros, List<SendTable.Row> rows, List<String> expired) {
        Iterator<Map.Entry<String, Times>> entries = byScope.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Times> entry = entries.next();
            Times times = entry.getValue();
            times.forgetExpired(nowNanos);
            if (times.completions.isEmpty()) {
                expired.add(entry.getKey());
                entries.remove();
            } else if (times.changed) {
                times.changed = false;
                times.taken = true;
                rows.add(row(entry.getKey(), times, nowNanos, nowMicros));
            }
        }
        changed = false;
    }

    private static SendTable.Row row(String scope, Times times, long nowNanos, long nowMicros) {
        List<Long> completed = new ArrayList<>();
        for (long instant : times.toArray()) {
            // Rounded up: a permit may come back a moment late, never early.
            completed.add(nowMicros + 1 - (nowNanos - instant) / 1_000);
        }
        long perMicros = times.perNanos / 1_000 + 1;
        return new SendTable.Row(scope, completed, completed.getLast() + perMicros);
    }

    /** What was taken is in the database. Writer only. */
    void written() {
        lock.lock();
        try {
            byScope.values().forEach(times -> times.taken = false);
        } finally {
            lock.unlock();
        }
    }

    /** What was taken could not be written: it has changed as before. Writer only. */
    void putBack() {
        lock.lock();
        try {
            for (Times times : byScope.values()) {
                if (times.taken) {
                    times.taken = false;
                    times.changed = true;
                    changed = true;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(MAX_PER) > 0 ? MAX_PER.toNanos() : duration.toNanos();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
