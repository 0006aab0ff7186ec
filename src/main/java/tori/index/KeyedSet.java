package tori.index;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Values found by the key that each of them knows itself. Thread-safe: looking for one neither
 * locks nor allocates, changes wait for each other. Whoever goes through all sees those that were
 * there all the time, and of others some.
 *
 * <p>In the place of a {@code ConcurrentHashMap}, whose node takes 24 bytes for each value beside
 * its place in the table: here there is only the table, 6 to 11 bytes for each, with open
 * addressing. A removed value leaves a mark behind, so that those that stand behind it are found,
 * until the table is made anew.
 *
 * @param <K> its {@code equals} and {@code hashCode} count; never changes for a value
 */
public final class KeyedSet<K, V> {

    private static final int LEAST_CAPACITY = 16;

    /** Stands where a value was; whoever looks for another one goes on behind it. */
    private enum Mark {
        REMOVED
    }

    private final Function<? super V, ? extends K> keyOf;
    private final ReentrantLock changing = new ReentrantLock();

    /** A power of two of slots, of which a quarter at least is empty. */
    private volatile AtomicReferenceArray<Object> slots =
            new AtomicReferenceArray<>(LEAST_CAPACITY);

    /** Slots that are not empty, marks included. */
    private int used;

    private int size;

    /**
     * @param keyOf says which key a value has; always the same
     */
    public KeyedSet(Function<? super V, ? extends K> keyOf) {
        this.keyOf = keyOf;
    }

    /** How many values there are; waits for a change that is being made. */
    public int size() {
        changing.lock();
        try {
            return size;
        } finally {
            changing.unlock();
        }
    }

    /** The value of this key; null if there is none. */
    public @Nullable V get(K key) {
        AtomicReferenceArray<Object> table = slots;
        int mask = table.length() - 1;
        int at = slot(key, mask);
        while (true) {
            Object one = table.get(at);
            if (one == null) {
                return null;
            }
            if (!(one instanceof Mark) && isOf(one, key)) {
                return cast(one);
            }
            at = (at + 1) & mask;
        }
    }

    /** Adds a value unless there is one of its key; returns that, or null if it was added. */
    public @Nullable V putIfAbsent(V value) {
        changing.lock();
        try {
            return put(keyOf.apply(value), value, false);
        } finally {
            changing.unlock();
        }
    }

    /** Adds a value, in the place of one that has its key. */
    public void put(V value) {
        changing.lock();
        try {
            put(keyOf.apply(value), value, true);
        } finally {
            changing.unlock();
        }
    }

    /**
     * The value of this key, made if there is none.
     *
     * @param make quick, and does not come back here
     */
    public V computeIfAbsent(K key, Function<? super K, ? extends V> make) {
        V known = get(key);
        if (known != null) {
            return known;
        }
        changing.lock();
        try {
            int at = find(key);
            if (at >= 0) {
                return cast(slots.get(at));
            }
            V made = make.apply(key);
            put(key, made, false);
            return made;
        } finally {
            changing.unlock();
        }
    }

    /**
     * Puts another value of the same key into the place of the one there is, if there is one.
     *
     * @param next quick, and does not come back here
     */
    public void replace(K key, UnaryOperator<V> next) {
        changing.lock();
        try {
            int at = find(key);
            if (at >= 0) {
                slots.set(at, next.apply(cast(slots.get(at))));
            }
        } finally {
            changing.unlock();
        }
    }

    /** Removes the value of this key and returns it; null if there is none. */
    public @Nullable V remove(K key) {
        changing.lock();
        try {
            int at = find(key);
            if (at < 0) {
                return null;
            }
            V value = cast(slots.get(at));
            removeAt(at);
            return value;
        } finally {
            changing.unlock();
        }
    }

    /**
     * Removes all that are unwanted.
     *
     * @param unwanted quick, and does not come back here but for {@link #size}
     */
    public void removeIf(Predicate<? super V> unwanted) {
        changing.lock();
        try {
            for (int at = 0; at < slots.length(); at++) {
                Object one = slots.get(at);
                if (isValue(one) && unwanted.test(cast(one))) {
                    removeAt(at);
                }
            }
        } finally {
            changing.unlock();
        }
    }

    /** Does something with each value; in no order. */
    public void forEach(Consumer<? super V> action) {
        AtomicReferenceArray<Object> table = slots;
        for (int at = 0; at < table.length(); at++) {
            Object one = table.get(at);
            if (isValue(one)) {
                action.accept(cast(one));
            }
        }
    }

    /** All values, in no order. */
    public List<V> values() {
        List<V> values = new ArrayList<>(size());
        forEach(values::add);
        return values;
    }

    /** Where the value of a key stands; negative if there is none. For those that change. */
    private int find(K key) {
        AtomicReferenceArray<Object> table = slots;
        int mask = table.length() - 1;
        int at = slot(key, mask);
        while (true) {
            Object one = table.get(at);
            if (one == null) {
                return -1;
            }
            if (!(one instanceof Mark) && isOf(one, key)) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    private @Nullable V put(K key, V value, boolean replacing) {
        int at = find(key);
        if (at >= 0) {
            V before = cast(slots.get(at));
            if (replacing) {
                slots.set(at, value);
            }
            return before;
        }
        if (4L * (used + 1) > 3L * slots.length()) {
            rebuild();
        }
        insert(slots, key, value);
        used++;
        size++;
        return null;
    }

    /** In the first empty slot: nobody who looks for another key can be misled. */
    private void insert(AtomicReferenceArray<Object> table, K key, Object value) {
        int mask = table.length() - 1;
        int at = slot(key, mask);
        while (table.get(at) != null) {
            at = (at + 1) & mask;
        }
        table.set(at, value);
    }

    private void removeAt(int at) {
        slots.set(at, Mark.REMOVED);
        size--;
    }

    /** A table without marks, twice as large if it would be more than half full. */
    private void rebuild() {
        AtomicReferenceArray<Object> table = slots;
        int capacity = 2L * size >= table.length() ? 2 * table.length() : table.length();
        AtomicReferenceArray<Object> next = new AtomicReferenceArray<>(capacity);
        for (int at = 0; at < table.length(); at++) {
            Object one = table.get(at);
            if (isValue(one)) {
                insert(next, keyOf.apply(cast(one)), one);
            }
        }
        used = size;
        slots = next;
    }

    private boolean isOf(Object one, K key) {
        return Objects.equals(keyOf.apply(cast(one)), key);
    }

    private static boolean isValue(@Nullable Object one) {
        return one != null && !(one instanceof Mark);
    }

    /** Neighbouring hashes, as of names that are numbered, far from each other. */
    private static int slot(Object key, int mask) {
        int hash = key.hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return (hash ^ (hash >>> 16)) & mask;
    }

    @SuppressWarnings("unchecked") // nothing else but marks is put in
    private V cast(Object one) {
        return (V) one;
    }
}
