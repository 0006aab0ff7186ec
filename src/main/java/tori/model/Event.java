package tori.model;

import java.time.Instant;
import java.util.UUID;

/**
 * An immutable fact: something was seen to change.
 *
 * @param id unique, version 7
 * @param source the monitor that saw it
 * @param type what happened
 * @param subject what it happened to, within the source: {@code product id} or {@code product
 *     id/variant id}
 * @param time when tori saw it
 * @param seenNanos the monotonic clock when the last byte came that shows it, for measuring and for
 *     age; not part of the event on the wire
 * @param data the particulars
 */
public record Event(
        UUID id,
        MonitorId source,
        EventType type,
        String subject,
        Instant time,
        long seenNanos,
        EventData data) {

    /** What events are ordered by: those of one entity are delivered one after the other. */
    public String entity() {
        return switch (data) {
            case CatalogData catalog -> catalog.entity();
            case StoreAccess access -> access.entity();
            case Blindness blindness -> blindness.entity();
            case IncidentReport incident -> incident.entity();
            case Notice _ -> source.site() + "/" + subject;
        };
    }

    /**
     * What receivers tell repetitions by, the same in every attempt: its id, or its author's key.
     */
    public String idempotencyKey() {
        return data instanceof Notice notice && notice.key() != null ? notice.key() : id.toString();
    }

    /** Its place among the events of its entity; 0 where these are not counted. */
    public long sequence() {
        return switch (data) {
            case CatalogData catalog -> catalog.sequence();
            case StoreAccess access -> access.sequence();
            case Blindness blindness -> blindness.sequence();
            case IncidentReport incident -> incident.sequence();
            case Notice _ -> 0;
        };
    }
}
