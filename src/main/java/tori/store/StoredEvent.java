package tori.store;

import java.time.Instant;
import java.util.UUID;

/**
 * One row of the event log.
 *
 * @param id the event's id
 * @param time when tori saw it, to the microsecond
 * @param source {@code /site/monitor}
 * @param type the type's name on the wire
 * @param subject what it happened to
 * @param body the whole event as JSON
 */
public record StoredEvent(
        UUID id, Instant time, String source, String type, String subject, String body) {}
