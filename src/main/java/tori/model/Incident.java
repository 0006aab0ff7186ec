package tori.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Something does not work, from the moment that was certain until it worked again. Times in
 * milliseconds, so that what is remembered equals what was known.
 *
 * @param id unique, version 7
 * @param monitor what does not work
 * @param cause the kind of failure seen last, in a word, such as {@code timeout}
 * @param detail the same in words for people, without secrets
 * @param since when the first of the checks failed that led to it
 * @param openedAt when it was certain
 * @param closedAt when it worked again; null while it does not
 * @param telling who was told
 */
public record Incident(
        UUID id,
        MonitorId monitor,
        String cause,
        String detail,
        Instant since,
        Instant openedAt,
        @Nullable Instant closedAt,
        Telling telling) {

    public Incident {
        since = since.truncatedTo(ChronoUnit.MILLIS);
        openedAt = openedAt.truncatedTo(ChronoUnit.MILLIS);
        closedAt = closedAt == null ? null : closedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** How long it has been open at this moment, or was; never negative. */
    public Duration lasted(Instant now) {
        Duration lasted = Duration.between(openedAt, closedAt == null ? now : closedAt);
        return lasted.isNegative() ? Duration.ZERO : lasted.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The same, told otherwise. */
    public Incident with(Telling other) {
        return new Incident(id, monitor, cause, detail, since, openedAt, closedAt, other);
    }

    /** The same, failing like this now. */
    public Incident failing(String otherCause, String otherDetail) {
        return new Incident(
                id, monitor, otherCause, otherDetail, since, openedAt, closedAt, telling);
    }

    /** The same, over. */
    public Incident closed(Instant at) {
        return new Incident(
                id, monitor, cause, detail, since, openedAt, at, telling.remindedNext(null));
    }
}
