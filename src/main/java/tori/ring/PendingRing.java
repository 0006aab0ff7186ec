package tori.ring;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * What waits, from the oldest to the newest: taken from the newest end, evicted from the oldest,
 * and removed or inserted anywhere between. Thread-confined to its owner.
 *
 * <p>A plain ring buffer would be the obvious shape, but elements leave from the middle (when their
 * opposite overtakes them) and come back to it (when a send failed). Holes in a buffer count
 * towards its capacity, so that elements would be evicted although there is room. This is a ring of
 * links instead: a circular doubly linked list of all slots laid out in flat arrays, closed by a
 * sentinel. Elements keep their slot for as long as they stay, every operation takes constant time,
 * and none allocates.
 *
 * <p>From the sentinel on, the taken slots come first, from the oldest to the newest, and then the
 * free ones. So the next free slot already hangs behind the newest element, and to push or to pop
 * the newest moves that boundary by one link and writes none.
 *
 * @param <E> what waits
 */
public final class PendingRing<E> {

    /** No slot. */
    public static final int NONE = -1;

    private final @Nullable Object[] elements;
    private final int[] newer;
    private final int[] older;
    private final int capacity;

    /** The last taken slot; the sentinel if none is. */
    private int newest;

    private int size;

    /**
     * @param capacity how many elements may wait, at least 1; rounded up to a power of two
     */
    public PendingRing(int capacity) {
        this.capacity = PowerOfTwo.atLeast(capacity);
        this.elements = new Object[this.capacity];
        this.newer = new int[this.capacity + 1];
        this.older = new int[this.capacity + 1];
        clear();
    }

    /** How many elements may wait. */
    public int capacity() {
        return capacity;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean isFull() {
        return size == capacity;
    }

    /** The slot of the newest element, or {@link #NONE}. */
    public int newest() {
        return slotOrNone(newest);
    }

    /** The slot of the oldest element, or {@link #NONE}. */
    public int oldest() {
        return size == 0 ? NONE : newer[sentinel()];
    }

    /** The slot of the next older element than the one in {@code slot}, or {@link #NONE}. */
    public int olderThan(int slot) {
        requireTaken(slot);
        return slotOrNone(older[slot]);
    }

    /** The slot of the next newer element than the one in {@code slot}, or {@link #NONE}. */
    public int newerThan(int slot) {
        requireTaken(slot);
        return slot == newest ? NONE : newer[slot];
    }

    /** The element in {@code slot}, which must be taken. */
    public E get(int slot) {
        return requireTaken(slot);
    }

    /**
     * Makes room by giving up the oldest element if there is none, and adds the newest.
     *
     * @return the evicted element, or null if there was room
     */
    public @Nullable E push(E element) {
        E evicted = isFull() ? remove(newer[sentinel()]) : null;
        append(element);
        return evicted;
    }

    /** Takes out the newest element; null if there is none. */
    public @Nullable E popNewest() {
        int slot = newest;
        return slot == sentinel() ? null : remove(slot);
    }

    /**
     * Puts an element right behind the one in {@code slot}, on its newer side.
     *
     * @param slot a taken slot, or {@link #NONE} to make the element the oldest of all
     * @return the element's own slot, valid until it is removed
     * @throws IllegalStateException if the ring is full
     */
    public int insertNewerThan(int slot, E element) {
        if (isFull()) {
            throw new IllegalStateException("full: " + size);
        }
        int before = slot == NONE ? sentinel() : slot;
        if (before == newest) {
            return append(element);
        }
        if (slot != NONE) {
            requireTaken(slot);
        }
        int taken = newer[newest];
        move(taken, before);
        elements[taken] = element;
        size++;
        return taken;
    }

    /** Takes the element out of {@code slot}, which must be taken and is free afterwards. */
    public E remove(int slot) {
        E element = requireTaken(slot);
        elements[slot] = null;
        size--;
        if (slot == newest) {
            newest = older[slot];
        } else {
            move(slot, newest);
        }
        return element;
    }

    private int append(E element) {
        int slot = newer[newest];
        elements[slot] = element;
        newest = slot;
        size++;
        return slot;
    }

    /** Links a slot anew, right behind another on its newer side. */
    private void move(int slot, int behind) {
        newer[older[slot]] = newer[slot];
        older[newer[slot]] = older[slot];
        int after = newer[behind];
        older[slot] = behind;
        newer[slot] = after;
        newer[behind] = slot;
        older[after] = slot;
    }

    /** Forgets every element. */
    public void clear() {
        Arrays.fill(elements, null);
        for (int slot = 0; slot < capacity; slot++) {
            older[slot] = slot - 1;
            newer[slot] = slot + 1;
        }
        older[0] = sentinel();
        newer[sentinel()] = 0;
        older[sentinel()] = capacity - 1;
        newest = sentinel();
        size = 0;
    }

    private int sentinel() {
        return capacity;
    }

    private int slotOrNone(int slot) {
        return slot == sentinel() ? NONE : slot;
    }

    @SuppressWarnings("unchecked")
    private E requireTaken(int slot) {
        Object element = elements[slot];
        if (element == null) {
            throw new IllegalStateException("nothing in slot " + slot);
        }
        return (E) element;
    }
}
