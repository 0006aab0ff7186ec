package tori.config;

import java.time.Duration;

/**
 * How the time between polls follows what a monitor finds.
 *
 * @param fastest between polls after a change; no longer than the interval
 * @param fastFor how long after a change; longer than zero
 * @param slowest between polls when it is quiet; no shorter than the interval
 * @param slowAfter how long after a change it is; no shorter than {@code fastFor}
 */
public record AdaptiveConfig(
        Duration fastest, Duration fastFor, Duration slowest, Duration slowAfter) {}
