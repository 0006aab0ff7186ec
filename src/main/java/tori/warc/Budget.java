package tori.warc;

import java.util.concurrent.atomic.AtomicLong;

/** What all that is gathered and not written yet may take. Thread-safe, never blocks. */
final class Budget {

    private final AtomicLong leftBytes;

    Budget(long bytes) {
        this.leftBytes = new AtomicLong(bytes);
    }

    /** Takes so many bytes, or none. */
    boolean tryTake(long bytes) {
        if (leftBytes.addAndGet(-bytes) >= 0) {
            return true;
        }
        leftBytes.addAndGet(bytes);
        return false;
    }

    void giveBack(long bytes) {
        leftBytes.addAndGet(bytes);
    }

    long left() {
        return leftBytes.get();
    }
}
