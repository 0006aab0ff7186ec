package tori;

import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.time.NanoClock;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes events that are plain words. Any thread.
 *
 * @param ids gives each its id
 * @param wall dates them
 * @param clock measures how long they take
 */
record Notices(Supplier<UUID> ids, InstantSource wall, NanoClock clock) {

    /** An event of now. */
    Event of(EventType type, MonitorId source, String subject, Notice notice) {
        return new Event(
                ids.get(), source, type, subject, wall.instant(), clock.nanoTime(), notice);
    }
}
