package tori.store;

import tori.model.MonitorId;
import tori.model.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What polls found and waits for the journal. Thread-safe; the lock is held for moments only, so
 * polls do not notice it.
 *
 * <p>The bound: a number of samples, those being written included. What does not fit is left out:
 * while the disk refuses, the history has a gap rather than the process no memory.
 */
final class SampleQueue {

    /** What became of a sample. */
    enum Reception {
        /** Waits, and nothing did before: somebody has to be told. */
        FIRST,
        /** Waits beside others. */
        TAKEN,
        /** Is left out. */
        FULL
    }

    /** A sample with whose it is. */
    record Waiting(MonitorId monitor, Sample sample) {}

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Waiting> waiting = new ArrayList<>();
    private List<Waiting> taken = List.of();
    private boolean closed;

    SampleQueue(int capacity) {
        this.capacity = capacity;
    }

    Reception add(MonitorId monitor, Sample sample) {
        Waiting one = new Waiting(monitor, sample);
        lock.lock();
        try {
            if (closed || waiting.size() + taken.size() >= capacity) {
                return Reception.FULL;
            }
            waiting.add(one);
            return waiting.size() == 1 ? Reception.FIRST : Reception.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What to write next: what was taken before and is not {@link #done}, else all that waits.
     * Writer only.
     */
    List<Waiting> take() {
        lock.lock();
        try {
            if (taken.isEmpty()) {
                taken = waiting;
                waiting = new ArrayList<>(Math.max(16, taken.size()));
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** What was taken is written, or given up. Writer only. */
    void done() {
        lock.lock();
        try {
            taken = List.of();
        } finally {
            lock.unlock();
        }
    }

    /** How many of those are taken that are not done. Writer only. */
    int takenSize() {
        lock.lock();
        try {
            return taken.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** How many samples are not written. */
    int size() {
        lock.lock();
        try {
            return waiting.size() + taken.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
