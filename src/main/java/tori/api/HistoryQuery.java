package tori.api;

import org.jspecify.annotations.Nullable;

import tori.history.Resolution;
import tori.model.Sample;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Which part of a monitor's history is asked for.
 *
 * @param resolution null for each check
 * @param fromMillis milliseconds since 1970; where a bucket begins
 * @param toMillis what is asked for begins before
 */
record HistoryQuery(@Nullable Resolution resolution, long fromMillis, long toMillis) {

    /** Points in one answer: a day of half minutes' worth, more than a screen has pixels. */
    static final int MAX_POINTS = 3_000;

    private static final String RAW = "raw";

    // Without a step, what makes a few hundred points.
    private static final Duration LONGEST_OF_MINUTES = Duration.ofHours(6);
    private static final Duration LONGEST_OF_HOURS = Duration.ofDays(14);
    private static final Duration USUAL = Duration.ofDays(1);

    /** Reads it from a request. */
    static HistoryQuery of(Exchange exchange, Instant now) throws BadRequestException {
        String step = exchange.parameter("step");
        Instant to = time(exchange, "to");
        Instant from = time(exchange, "from");
        Instant end = to == null ? now.plusMillis(1) : to;
        if (from != null && !from.isBefore(end)) {
            throw new BadRequestException("'from' must be before 'to'");
        }
        Instant start = from == null ? end.minus(usual(step)) : from;
        Resolution resolution = resolution(step, Duration.between(start, end));
        long fromMillis = millis(start);
        long toMillis = millis(end);
        if (resolution == null) {
            return new HistoryQuery(null, fromMillis, toMillis);
        }
        long first = resolution.startOf(fromMillis);
        if ((toMillis - first - 1) / resolution.bucketMillis() >= MAX_POINTS) {
            throw new BadRequestException(
                    "that is more than "
                            + MAX_POINTS
                            + " points: ask for a shorter time, or a longer step");
        }
        return new HistoryQuery(resolution, first, toMillis);
    }

    private static Duration usual(@Nullable String step) {
        return switch (step) {
            case RAW -> Duration.ofHours(1);
            case "minute" -> LONGEST_OF_MINUTES;
            case "hour" -> Duration.ofDays(7);
            case "day" -> Duration.ofDays(90);
            case null, default -> USUAL;
        };
    }

    private static @Nullable Resolution resolution(@Nullable String step, Duration time)
            throws BadRequestException {
        if (step == null) {
            return time.compareTo(LONGEST_OF_MINUTES) <= 0
                    ? Resolution.MINUTE
                    : time.compareTo(LONGEST_OF_HOURS) <= 0 ? Resolution.HOUR : Resolution.DAY;
        }
        if (step.equals(RAW)) {
            return null;
        }
        for (Resolution resolution : Resolution.values()) {
            if (resolution.word().equals(step)) {
                return resolution;
            }
        }
        throw new BadRequestException("step is raw, minute, hour or day");
    }

    private static @Nullable Instant time(Exchange exchange, String name)
            throws BadRequestException {
        String text = exchange.parameter(name);
        if (text == null) {
            return null;
        }
        if (text.matches("[0-9]{1,11}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        try {
            // A plus sign that was not escaped arrives as a blank.
            return OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new BadRequestException(
                    name
                            + " is a time such as 2026-01-31T00:00:00Z, or seconds since 1970, for"
                            + " example 1769817600");
        }
    }

    private static long millis(Instant time) {
        Instant last = Instant.ofEpochMilli(Sample.MAX_TIME_MILLIS);
        Instant bounded = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
        return (bounded.isAfter(last) ? last : bounded).toEpochMilli();
    }

    /** The step as it is written. */
    String step() {
        return resolution == null ? RAW : resolution.word();
    }
}
