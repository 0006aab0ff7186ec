package tori.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * What is told of an incident when it opens, goes on and closes.
 *
 * @param entity what its events are ordered by
 * @param sequence counts the entity's events from 1, across restarts
 * @param id the incident's, the same in all its events
 * @param cause the kind of failure seen last, in a word, such as {@code timeout}
 * @param detail the same in words for people, without secrets
 * @param since when the first of the checks failed that led to it
 * @param openedAt when it was certain
 * @param duration how long it has been open, or was; null when it opens
 * @param reminders how often it was told again so far
 * @param unwatched whether it is over only as its monitor is watched no more
 */
public record IncidentReport(
        String entity,
        long sequence,
        UUID id,
        String cause,
        String detail,
        Instant since,
        Instant openedAt,
        @Nullable Duration duration,
        int reminders,
        boolean unwatched)
        implements EventData {

    /** Of a monitor that is watched. */
    public IncidentReport(
            String entity,
            long sequence,
            UUID id,
            String cause,
            String detail,
            Instant since,
            Instant openedAt,
            @Nullable Duration duration,
            int reminders) {
        this(entity, sequence, id, cause, detail, since, openedAt, duration, reminders, false);
    }

    /** What events about a monitor's incidents are ordered by. */
    public static String entity(MonitorId monitor) {
        return monitor + "/incident";
    }
}
