package tori.peers.outbox;

import java.time.Duration;

/** Counts events marked as delivered and keeps the instant of the last. For any thread. */
public final class Marks {

    private long count;
    private long lastNanos;

    /** One event's mark is committed. */
    public synchronized void marked() {
        count++;
        lastNanos = System.nanoTime();
        notifyAll();
    }

    synchronized long count() {
        return count;
    }

    /** {@link System#nanoTime} of the last mark. */
    synchronized long lastNanos() {
        return lastNanos;
    }

    /** Whether the count reached the total within the time. */
    synchronized boolean await(long total, Duration atMost) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (count < total) {
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }
}
