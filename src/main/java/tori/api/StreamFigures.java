package tori.api;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of live streams, over all servers one after the other. Thread-safe. */
public final class StreamFigures {

    private final AtomicInteger readers = new AtomicInteger();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder stuck = new LongAdder();

    /** How many read now. */
    public int readers() {
        return readers.get();
    }

    /** How many messages were left out because their reader was too slow. */
    public long skipped() {
        return skipped.sum();
    }

    /** How many readers lost their connection because they read nothing at all. */
    public long stuck() {
        return stuck.sum();
    }

    void came() {
        readers.incrementAndGet();
    }

    void left() {
        readers.decrementAndGet();
    }

    void skippedOne() {
        skipped.increment();
    }

    void stuckOne() {
        stuck.increment();
    }
}
