package tori.config;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * When something counts as an incident, and how often it is told.
 *
 * @param wanted whether anybody is told at all
 * @param openAfter after how many failures in a row it opens; at least 1
 * @param closeAfter after how many successes in a row it closes; at least 1
 * @param remindEvery how long after it was told it is told again; null for never
 * @param recheckEvery how long to wait for the next check while one more may decide
 */
public record IncidentConfig(
        boolean wanted,
        int openAfter,
        int closeAfter,
        @Nullable Duration remindEvery,
        Duration recheckEvery) {

    /** As a file that does not say gives it. */
    public static final IncidentConfig STANDARD =
            new IncidentConfig(true, 3, 2, null, Duration.ofSeconds(5));

    /** Nobody is told. */
    public static final IncidentConfig OFF =
            new IncidentConfig(
                    false,
                    STANDARD.openAfter,
                    STANDARD.closeAfter,
                    STANDARD.remindEvery,
                    STANDARD.recheckEvery);
}
