package tori.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.ProxyConfig;
import tori.telemetry.ProxyReading;
import tori.time.Backoff;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * One proxy and how it does: in use, cooling down after a failure, or on trial by one fetch after
 * that. Thread-safe.
 */
final class PooledProxy {

    /**
     * From a hiccup to an outage. No longer than a few minutes, as nobody else finds out that it is
     * back.
     */
    static final Backoff COOL_DOWN =
            new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5), 2, 0.1);

    /** The least time between two trials of one that is all there is left. */
    private static final long MIN_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger log = LoggerFactory.getLogger(PooledProxy.class);

    private final ProxyConfig config;
    private final String label;
    private final RandomGenerator random;
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();

    // Guarded by this.
    private int failedInRow;
    private long failedNanos;
    private long coolUntilNanos;
    private boolean onTrial;
    private String trouble = "";

    /**
     * @param label tells it from the others, for people
     */
    PooledProxy(ProxyConfig config, String label, RandomGenerator random) {
        this.config = config;
        this.label = label;
        this.random = random;
    }

    ProxyConfig config() {
        return config;
    }

    String label() {
        return label;
    }

    /** Whether a fetch may go through it now, without taking the right to. */
    synchronized boolean usable(long nowNanos) {
        return failedInRow == 0 || (!onTrial && nowNanos - coolUntilNanos >= 0);
    }

    /** Takes the right to a fetch through it, which is to be settled; false if there is none. */
    synchronized boolean take(long nowNanos) {
        if (!usable(nowNanos)) {
            return false;
        }
        begin();
        return true;
    }

    /** The same before it has cooled down, for want of any other. */
    synchronized boolean takeEarly(long nowNanos) {
        if (onTrial || nowNanos - failedNanos < MIN_PAUSE_NANOS) {
            return false;
        }
        begin();
        return true;
    }

    private void begin() {
        onTrial = failedInRow > 0;
        requests.increment();
    }

    /** Since when it has not been used; for comparison only. */
    synchronized long failedNanos() {
        return failedNanos;
    }

    /**
     * A fetch got its answer through it.
     *
     * @param startNanos when that fetch began
     */
    synchronized void served(long startNanos) {
        if (failedInRow == 0 || startNanos - failedNanos < 0) {
            return;
        }
        log.info("The proxy {} works again", label);
        failedInRow = 0;
        onTrial = false;
        trouble = "";
    }

    /**
     * A fetch failed because of it: it cools down, the longer the more often that happened in a
     * row. Fetches that failed together count as one.
     *
     * @param words what it did
     */
    synchronized void failed(long startNanos, long nowNanos, String words) {
        failures.increment();
        if (failedInRow > 0 && startNanos - failedNanos < 0) {
            return;
        }
        boolean news = failedInRow == 0 || !words.equals(trouble);
        failedInRow++;
        failedNanos = nowNanos;
        long pauseNanos = COOL_DOWN.waitNanos(failedInRow, random);
        coolUntilNanos = nowNanos + pauseNanos;
        onTrial = false;
        trouble = words;
        if (news) {
            log.warn(
                    "The proxy {} {}; it is left out for {} ms, and longer if that happens again",
                    label,
                    words,
                    TimeUnit.NANOSECONDS.toMillis(pauseNanos));
        } else {
            log.debug("The proxy {} {} again", label, words);
        }
    }

    /** It did not serve a fetch, for reasons that say nothing of it. */
    void refused() {
        failures.increment();
    }

    /** A fetch ended without showing how it does. */
    synchronized void undecided(long startNanos) {
        if (startNanos - failedNanos >= 0) {
            onTrial = false;
        }
    }

    /** What it did last, for people; empty if all is well. */
    synchronized String trouble() {
        return trouble.isEmpty() ? "" : label + " " + trouble;
    }

    synchronized ProxyReading reading() {
        return new ProxyReading(label, requests.sum(), failures.sum(), failedInRow > 0);
    }
}
