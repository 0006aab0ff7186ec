package tori.dispatch;

import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;

import java.time.Instant;
import java.util.UUID;

/** Makes events for tests. */
final class Events {

    static final MonitorId MONITOR = new MonitorId("shop", "all");

    private Events() {}

    static Event event(EventType type, String subject, long seenNanos) {
        return event(MONITOR, type, subject, seenNanos);
    }

    static Event event(MonitorId monitor, EventType type, String subject, long seenNanos) {
        return event(new UUID(0x7000L, seenNanos), monitor, type, subject, seenNanos);
    }

    static Event event(UUID id, MonitorId monitor, EventType type, String subject, long seenNanos) {
        return new Event(
                id,
                monitor,
                type,
                subject,
                Instant.EPOCH.plusNanos(seenNanos),
                seenNanos,
                new Notice(type + " " + subject));
    }

    /** An event that nothing cancels. */
    static Event price(int number, long seenNanos) {
        return price(MONITOR, number, seenNanos);
    }

    /** The same, of another monitor. */
    static Event price(MonitorId monitor, int number, long seenNanos) {
        return event(monitor, EventType.PRICE_CHANGED, Integer.toString(number), seenNanos);
    }
}
