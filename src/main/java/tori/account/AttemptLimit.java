package tori.account;

import tori.time.NanoClock;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets each key try so often at once and again as time passes. Thread-safe.
 *
 * <p>The bound: it knows so many keys; when there are more, it forgets who has tried least
 * recently. Who would use that has to try under as many other names from as many addresses, which
 * are limited themselves.
 */
final class AttemptLimit {

    private final int burst;
    private final long refillNanos;
    private final int maxKeys;
    private final NanoClock clock;

    /** When all of a key's attempts are there again; the least recently used first. */
    private final Map<String, Long> fullAt = new LinkedHashMap<>();

    /**
     * @param burst attempts at once, at least 1
     * @param refill how long until one more
     */
    AttemptLimit(int burst, Duration refill, int maxKeys, NanoClock clock) {
        this.burst = burst;
        this.refillNanos = refill.toNanos();
        this.maxKeys = maxKeys;
        this.clock = clock;
    }

    /** Takes an attempt. Returns zero, or how long there will be none. */
    synchronized Duration take(String key) {
        long now = clock.nanoTime();
        Long known = fullAt.remove(key);
        long ahead = known == null ? 0 : Math.max(0, known - now);
        long wait = ahead - (burst - 1) * refillNanos;
        fullAt.put(key, now + ahead + (wait > 0 ? 0 : refillNanos));
        forgetOne();
        return wait > 0 ? Duration.ofNanos(wait) : Duration.ZERO;
    }

    /** Gives an attempt back that was none to be limited. */
    synchronized void giveBack(String key) {
        fullAt.computeIfPresent(key, (_, full) -> full - refillNanos);
    }

    private void forgetOne() {
        if (fullAt.size() > maxKeys) {
            Iterator<String> eldest = fullAt.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** How many keys it knows. */
    synchronized int size() {
        return fullAt.size();
    }
}
