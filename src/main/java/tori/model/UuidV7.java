package tori.model;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes version 7 UUIDs (RFC 9562 section 5.7, method 1): 48 bits of milliseconds, a 12-bit counter
 * within the millisecond, 62 random bits, so that ids of one process sort by the order they were
 * made in. Thread-safe.
 */
public final class UuidV7 {

    private static final int COUNTER_BITS = 12;

    private final InstantSource wall;
    private final RandomGenerator random;
    private long lastStamp;

    /**
     * @param wall gives the milliseconds
     * @param random gives the random bits; used under this object's lock only
     */
    public UuidV7(InstantSource wall, RandomGenerator random) {
        this.wall = wall;
        this.random = random;
    }

    /** The next id; later than every id made before by this object, even if the clock went back. */
    public synchronized UUID next() {
        long stamp = Math.max(wall.millis() << COUNTER_BITS, lastStamp + 1);
        lastStamp = stamp;
        long high = ((stamp >>> COUNTER_BITS) << 16) | 0x7000L | (stamp & 0xFFFL);
        long low = 0x8000000000000000L | (random.nextLong() >>> 2);
        return new UUID(high, low);
    }
}
