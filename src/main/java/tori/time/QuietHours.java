package tori.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/**
 * The part of each day in which somebody wants to be left alone, by a wall clock of a zone.
 * Immutable; any thread.
 *
 * <p>Days on which clocks are changed: a time that there is twice is meant the first time, and one
 * that is left out stands for the moment at which clocks skip it. So every day has its quiet hours
 * once, shorter or longer by the hour that is missing or there twice.
 *
 * @param from when they begin, inclusive
 * @param to when they end, exclusive: on the same day if later than {@code from}, else on the next
 * @param zone whose clock counts
 */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {

    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("begins when it ends: " + from);
        }
    }

    /**
     * A stretch of time that is quiet throughout, or not at all.
     *
     * @param quiet which of the two
     * @param from when it began, inclusive
     * @param until when it ends, exclusive
     */
    public record Phase(boolean quiet, Instant from, Instant until) {

        /** Whether an instant lies within. */
        public boolean covers(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(until);
        }
    }

    /** The phase in which an instant lies. */
    public Phase at(Instant instant) {
        LocalDate day = instant.atZone(zone).toLocalDate();
        Instant ended = Instant.MIN;
        // Quiet hours that began yesterday may go on, and a day may be skipped as a whole.
        for (int days = -2; days <= 2; days++) {
            Instant begin = begin(day.plusDays(days));
            Instant end = end(day.plusDays(days));
            if (begin.isBefore(end)) {
                if (instant.isBefore(begin)) {
                    return new Phase(false, ended, begin);
                }
                if (instant.isBefore(end)) {
                    return new Phase(true, begin, end);
                }
                ended = end;
            }
        }
        throw new IllegalStateException("two days without quiet hours: " + this);
    }

    private Instant begin(LocalDate day) {
        return instant(day.atTime(from));
    }

    private Instant end(LocalDate day) {
        return instant((from.isBefore(to) ? day : day.plusDays(1)).atTime(to));
    }

    private Instant instant(LocalDateTime local) {
        ZoneOffsetTransition skipped = zone.getRules().getTransition(local);
        return skipped != null && skipped.isGap()
                ? skipped.getInstant()
                : ZonedDateTime.of(local, zone).toInstant();
    }

    /** Such as {@code 23:00 to 07:00 Europe/Berlin}. */
    @Override
    public String toString() {
        return from + " to " + to + " " + zone;
    }
}
