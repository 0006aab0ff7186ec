package tori.ring;

/**
 * Instants in the order they came, the oldest of which are forgotten first: a first-in first-out
 * ring of primitive longs. Thread-confined to its owner.
 */
public final class TimestampRing {

    private final long[] instants;
    private final int mask;

    // Both count on and on, and overflow: their difference is what there is.
    private int first;
    private int end;

    /**
     * @param capacity how many instants there must be room for, at least 1; rounded up to a power
     *     of two
     */
    public TimestampRing(int capacity) {
        this.instants = new long[PowerOfTwo.atLeast(capacity)];
        this.mask = instants.length - 1;
    }

    /** How many instants there is room for. */
    public int capacity() {
        return instants.length;
    }

    public int size() {
        return end - first;
    }

    public boolean isEmpty() {
        return first == end;
    }

    /**
     * Appends an instant.
     *
     * @throws IllegalStateException if the ring is full
     */
    public void add(long instant) {
        if (end - first == instants.length) {
            throw new IllegalStateException("full: " + size());
        }
        instants[end & mask] = instant;
        end++;
    }

    /**
     * The instant with this many older ones before it.
     *
     * @param index 0 (the oldest) to {@code size - 1}
     */
    public long get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(index);
        }
        return instants[(first + index) & mask];
    }

    /** Forgets the oldest instant, which must exist. */
    public void removeOldest() {
        if (isEmpty()) {
            throw new IllegalStateException("empty");
        }
        first++;
    }

    /**
     * Forgets the instants that are more than an age ago. They must have been added in the order of
     * time; in logarithmic time then, whatever their number.
     *
     * @param nowNanos no earlier than any instant; compared by difference only
     * @return how many were forgotten
     */
    public int removeOlderThan(long ageNanos, long nowNanos) {
        if (isEmpty() || nowNanos - instants[first & mask] <= ageNanos) {
            return 0;
        }
        int old = 1;
        int young = size();
        while (old < young) {
            int middle = (old + young) >>> 1;
            if (nowNanos - instants[(first + middle) & mask] > ageNanos) {
                old = middle + 1;
            } else {
                young = middle;
            }
        }
        first += old;
        return old;
    }
}
