package tori.uptime;

import tori.incident.Step;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Incident;
import tori.model.IncidentReport;
import tori.time.NanoClock;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes the events that tell of incidents. Any thread.
 *
 * @param ids gives each its id
 * @param wall dates them
 * @param clock measures how long they take
 */
public record IncidentEvents(Supplier<UUID> ids, InstantSource wall, NanoClock clock) {

    /**
     * The event of now.
     *
     * @param pushed whether the monitor is one that is told by others that all is well
     */
    public Event of(Step.Told told, boolean pushed) {
        Incident incident = told.incident();
        Instant now = wall.instant();
        return new Event(
                ids.get(),
                incident.monitor(),
                type(told.kind(), pushed),
                incident.monitor().monitor(),
                now,
                clock.nanoTime(),
                new IncidentReport(
                        IncidentReport.entity(incident.monitor()),
                        told.sequence(),
                        incident.id(),
                        incident.cause(),
                        incident.detail(),
                        incident.since(),
                        incident.openedAt(),
                        told.kind() == Step.Kind.OPENED ? null : incident.lasted(now),
                        incident.telling().reminders(),
                        told.kind() == Step.Kind.UNWATCHED));
    }

    /** The type of such an event. */
    public static EventType type(Step.Kind kind, boolean pushed) {
        return switch (kind) {
            case OPENED -> pushed ? EventType.HEARTBEAT_MISSED : EventType.INCIDENT_OPENED;
            case REMINDED -> EventType.INCIDENT_REMINDED;
            case CLOSED, UNWATCHED ->
                    pushed ? EventType.HEARTBEAT_RESUMED : EventType.INCIDENT_CLOSED;
        };
    }
}
