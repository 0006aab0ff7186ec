package tori.store;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;
import tori.poll.StateChange;
import tori.time.NanoClock;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * The wall clock as those believe it who delete what is old. Belongs to the writer.
 *
 * <p>What was deleted does not come back when a clock is put right that was years ahead. So this
 * one never goes faster than {@link #FASTEST} times as fast as the monotonic clock, over a restart
 * too: how far it has come is remembered in the file. It lags behind a machine that slept, or after
 * a long time without tori, and catches up; meanwhile a little more is kept. Nor is it ever ahead
 * of the wall clock.
 */
final class RetentionClock implements InstantSource {

    /** A day's worth in two and a half hours: time enough to see that a clock is wrong. */
    static final int FASTEST = 10;

    /** How much of it a crash may forget; then it only lags a little more. */
    private static final Duration REMEMBER_EVERY = Duration.ofMinutes(10);

    /** Where it is remembered: names of monitors have no slash. */
    private static final MonitorId PLACE = new MonitorId("tori", "store/retention");

    private static final String FINGERPRINT = "clock";
    private static final long KEY = 1;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final NanoClock clock;
    private final InstantSource wall;
    private long reachedMillis;
    private long seenNanos;

    /** What of it is in the file; null if nothing is. */
    private @Nullable Long rememberedMillis;

    private RetentionClock(NanoClock clock, InstantSource wall, @Nullable Long rememberedMillis) {
        this.clock = clock;
        this.wall = wall;
        this.rememberedMillis = rememberedMillis;
        this.reachedMillis = rememberedMillis == null ? wall.millis() : rememberedMillis;
        this.seenNanos = clock.nanoTime();
    }

    /** As far as it had come, or with the wall clock where nobody remembers. */
    static RetentionClock load(Tables tables, NanoClock clock, InstantSource wall)
            throws SQLException {
        Map<Long, byte[]> entries = tables.load(PLACE, FINGERPRINT);
        byte[] written = entries == null ? null : entries.get(KEY);
        return new RetentionClock(
                clock,
                wall,
                written == null || written.length != Long.BYTES
                        ? null
                        : ByteBuffer.wrap(written).getLong());
    }

    @Override
    public Instant instant() {
        long ranMillis = (clock.nanoTime() - seenNanos) / NANOS_PER_MILLI;
        seenNanos += ranMillis * NANOS_PER_MILLI;
        long wallMillis = wall.millis();
        long furthest = Math.min(wallMillis, reachedMillis + FASTEST * ranMillis);
        reachedMillis = Math.max(reachedMillis, furthest);
        return Instant.ofEpochMilli(Math.min(wallMillis, reachedMillis));
    }

    /** Writes how far it has come, if it is worth it; within a transaction. */
    void remember(Tables tables) throws SQLException {
        Long remembered = rememberedMillis;
        if (remembered != null && reachedMillis - remembered < REMEMBER_EVERY.toMillis()) {
            return;
        }
        byte[] body = ByteBuffer.allocate(Long.BYTES).putLong(reachedMillis).array();
        tables.write(
                new PendingChange(
                        PLACE, new StateChange(FINGERPRINT, true, Map.of(KEY, body), Set.of())),
                instant());
        // Where the transaction fails after all, it is less by some minutes.
        rememberedMillis = reachedMillis;
    }
}
