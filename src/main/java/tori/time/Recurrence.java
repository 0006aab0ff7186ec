package tori.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

/**
 * Moments that come again and again, by a wall clock of a zone: they depend on nothing but the
 * clock, so a restart neither moves nor repeats them. Immutable; any thread.
 *
 * <p>They are counted from one time of day, anew each day or each so many days. A time that a
 * change of clocks leaves out stands for the moment at which clocks skip it; one that there is
 * twice is meant the first time.
 *
 * @param every from one to the next; at most a day, or whole days
 * @param at the time of day they are counted from
 * @param zone whose clock counts
 */
public record Recurrence(Duration every, LocalTime at, ZoneId zone) {

    private static final Duration DAY = Duration.ofDays(1);

    public Recurrence {
        if (!isPossible(every)) {
            throw new IllegalArgumentException("needs at most a day, or whole days: " + every);
        }
    }

    /** Whether there can be moments so far apart. */
    public static boolean isPossible(Duration every) {
        boolean wholeDays = every.equals(Duration.ofDays(every.toDays()));
        return every.isPositive() && (every.compareTo(DAY) <= 0 || wholeDays);
    }

    /** The first of them after this one. */
    public Instant after(Instant instant) {
        long days = Math.max(1, every.toDays());
        long today = instant.atZone(zone).toLocalDate().toEpochDay();
        long day = Math.floorDiv(today + 1, days) * days;
        while (anchor(day).isAfter(instant)) {
            day -= days;
        }
        Instant next = anchor(day + days);
        // A day may be skipped as a whole, and then both stand for one moment.
        while (!next.isAfter(instant)) {
            day += days;
            next = anchor(day + days);
        }
        if (every.compareTo(DAY) >= 0) {
            return next;
        }
        Instant anchor = anchor(day);
        long passed = Duration.between(anchor, instant).dividedBy(every);
        Instant within = anchor.plus(every.multipliedBy(passed + 1));
        return within.isBefore(next) ? within : next;
    }

    private Instant anchor(long epochDay) {
        LocalDateTime local = LocalDate.ofEpochDay(epochDay).atTime(at);
        ZoneOffsetTransition skipped = zone.getRules().getTransition(local);
        return skipped != null && skipped.isGap()
                ? skipped.getInstant()
                : ZonedDateTime.of(local, zone).toInstant();
    }
}
