package tori.config;

import tori.time.Backoff;

import java.time.Duration;

/**
 * When a monitor polls and how it retries.
 *
 * @param interval from the start of one poll to the start of the next, before jitter
 * @param jitter share of the interval by which it is spread to both sides, 0 to 1
 * @param timeout of one request; longer than zero
 * @param maxAttempts tries per poll, the first included; at least 1
 * @param backoff how long to wait between them
 */
public record Schedule(
        Duration interval, double jitter, Duration timeout, int maxAttempts, Backoff backoff) {}
