package tori.dispatch;

import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/** Events made beforehand, so that a benchmark allocates only what it measures. */
final class BenchmarkEvents {

    private static final MonitorId MONITOR = new MonitorId("gorilla", "energy");

    private BenchmarkEvents() {}

    /** Restocked and sold out by turns, each about a variant of its own, seen one after another. */
    static Event[] different(int count) {
        Event[] events = new Event[count];
        for (int i = 0; i < count; i++) {
            events[i] = event(i % 2 == 0, i, i);
        }
        return events;
    }

    /** Each about a variant of its own, all seen at once. */
    static Event[] ofOneMoment(int count) {
        Event[] events = new Event[count];
        for (int i = 0; i < count; i++) {
            events[i] = event(i % 2 == 0, i, 0);
        }
        return events;
    }

    /** Pairs about one variant each: restocked, then sold out. */
    static Event[] opposites(int count) {
        Event[] events = new Event[count];
        for (int i = 0; i < count; i++) {
            events[i] = event(i % 2 == 0, i / 2, i);
        }
        return events;
    }

    /** The same as {@link #different}, of so many monitors by turns. */
    static Event[] ofMonitors(int monitors, int count) {
        MonitorId[] sources = new MonitorId[monitors];
        Arrays.setAll(sources, i -> new MonitorId("store" + i, "all"));
        Event[] events = new Event[count];
        Arrays.setAll(events, i -> event(sources[i % monitors], i % 2 == 0, i, i));
        return events;
    }

    private static Event event(boolean restocked, int variant, long seenNanos) {
        return event(MONITOR, restocked, variant, seenNanos);
    }

    private static Event event(MonitorId monitor, boolean restocked, int variant, long seenNanos) {
        return new Event(
                new UUID(0x7000L, seenNanos),
                monitor,
                restocked ? EventType.RESTOCKED : EventType.SOLD_OUT,
                "7523456789123/" + (42_117_358_551_085L + variant),
                Instant.EPOCH,
                seenNanos,
                new Notice(""));
    }
}
