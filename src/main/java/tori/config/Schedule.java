package tori.config;

import org.jspecify.annotations.Nullable;

import tori.time.Backoff;

import java.time.Duration;

/**
 * When a monitor polls, how it retries and what follows from failures.
 *
 * @param interval from the start of one poll to the start of the next, before jitter
 * @param jitter share of the interval by which it is spread to both sides, 0 to 1
 * @param timeout of one request; longer than zero
 * @param maxAttempts tries per poll, the first included; at least 1
 * @param backoff how long to wait between them
 * @param adaptive how the interval follows what is found; null if it does not
 * @param incident when failures are told
 */
public record Schedule(
        Duration interval,
        double jitter,
        Duration timeout,
        int maxAttempts,
        Backoff backoff,
        @Nullable AdaptiveConfig adaptive,
        IncidentConfig incident) {

    /** One whose interval is always the same, and whose failures are told as usual. */
    public Schedule(
            Duration interval, double jitter, Duration timeout, int maxAttempts, Backoff backoff) {
        this(interval, jitter, timeout, maxAttempts, backoff, null, IncidentConfig.STANDARD);
    }

    /** After how many polls without a usable answer it is told that it is blind; 0 for never. */
    public int blindAfter() {
        return incident.wanted() ? incident.openAfter() : 0;
    }
}
