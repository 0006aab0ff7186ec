package tori;

import org.jspecify.annotations.Nullable;

import tori.dispatch.Fate;
import tori.dispatch.FateLog;
import tori.model.Event;
import tori.ring.PowerOfTwo;
import tori.time.NanoClock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers what became of the newest events, step by step, for those who ask why they were told or
 * not. Thread-safe and without a lock: a step takes a place in a ring, whose oldest it puts out,
 * and costs one small object.
 */
final class EventFates implements FateLog {

    /**
     * Some 4 MB when full. An event takes two steps and two more for each destination: at one event
     * a second that is told to two destinations, the last 90 minutes.
     */
    static final int CAPACITY = 32_768;

    /**
     * Something that became of an event.
     *
     * @param destination empty where it concerns none
     * @param nanos when, by the monotonic clock
     * @param number of the request that carried it; 0 for none
     * @param events how many that carried
     * @param words what there is to say about it; null for nothing
     * @param other the event that overtook it; null for none
     */
    record Step(
            UUID event,
            String destination,
            Fate fate,
            long nanos,
            long number,
            int events,
            @Nullable String words,
            @Nullable UUID other) {}

    private final NanoClock clock;
    private final AtomicReferenceArray<@Nullable Step> ring;
    private final AtomicLong taken = new AtomicLong();
    private final int mask;

    EventFates(NanoClock clock, int capacity) {
        this.clock = clock;
        this.ring = new AtomicReferenceArray<>(PowerOfTwo.atLeast(capacity));
        this.mask = ring.length() - 1;
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public void note(
            Event event, String destination, Fate fate, long nanos, @Nullable String words) {
        long at = nanos == 0 ? clock.nanoTime() : nanos;
        put(new Step(event.id(), destination, fate, at, 0, 0, words, null));
    }

    @Override
    public void cancelled(Event event, String destination, Event by) {
        put(
                new Step(
                        event.id(),
                        destination,
                        Fate.CANCELLED,
                        clock.nanoTime(),
                        0,
                        0,
                        null,
                        by.id()));
    }

    @Override
    public void sending(Event event, String destination, Departing departing) {
        put(
                new Step(
                        event.id(),
                        destination,
                        Fate.SENDING,
                        departing.nanos(),
                        departing.number(),
                        departing.events(),
                        departing.waitedFor(),
                        null));
    }

    private void put(Step step) {
        ring.set((int) taken.getAndIncrement() & mask, step);
    }

    /** What became of an event, oldest first; empty if it is not known or not any more. */
    List<Step> of(UUID event) {
        List<Step> steps = new ArrayList<>();
        long newest = taken.get();
        for (long i = Math.max(0, newest - ring.length()); i < newest; i++) {
            Step step = ring.get((int) i & mask);
            if (step != null && step.event().equals(event)) {
                steps.add(step);
            }
        }
        steps.sort(Comparator.comparingLong(Step::nanos));
        return steps;
    }
}
