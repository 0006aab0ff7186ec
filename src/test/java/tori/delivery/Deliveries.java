package tori.delivery;

import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Owed;

import java.time.Instant;
import java.util.UUID;

/** Makes what is owed, for tests. */
final class Deliveries {

    private static final MonitorId MONITOR = new MonitorId("shop", "all");

    private Deliveries() {}

    /** An event of this entity; different numbers are different events. */
    static Event event(String entity, long number, long seenNanos) {
        return new Event(
                new UUID(0x7000L, number),
                MONITOR,
                EventType.NOTICE,
                entity,
                Instant.EPOCH.plusMillis(number),
                seenNanos,
                new Notice(entity + " " + number));
    }

    static Owed owed(String destination, String entity, long number) {
        return new Owed(destination, event(entity, number, 0));
    }
}
