package tori.store;

import org.jspecify.annotations.Nullable;

import tori.model.Event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of deliveries accepted lately, so that handing one out need not read and decode it.
 * Belongs to the writer.
 */
final class RecentEvents {

    /** Some 8 MB; more wait only where a destination is slow, and then reading is no matter. */
    private static final int CAPACITY = 4_096;

    private record Entry(long delivery, Event event) {}

    private final Map<Long, Event> events = new HashMap<>();
    private final Deque<Long> oldestFirst = new ArrayDeque<>();
    private final List<Entry> added = new ArrayList<>();

    /** Written within the transaction under way; found at once, kept once it is committed. */
    void add(long delivery, Event event) {
        if (added.size() < CAPACITY) {
            added.add(new Entry(delivery, event));
            events.put(delivery, event);
        }
    }

    @Nullable Event find(long delivery) {
        return events.get(delivery);
    }

    /** It is not asked for again. */
    void forget(long delivery) {
        events.remove(delivery);
    }

    void committed() {
        added.forEach(entry -> oldestFirst.add(entry.delivery()));
        added.clear();
        while (oldestFirst.size() > CAPACITY) {
            events.remove(oldestFirst.remove());
        }
    }

    /** What was added has not come to be: its numbers are given again. */
    void rolledBack() {
        added.forEach(entry -> events.remove(entry.delivery()));
        added.clear();
    }
}
