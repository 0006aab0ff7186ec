package tori.config;

import java.time.Duration;

/**
 * How long what checks found is kept.
 *
 * @param samples each check
 * @param minutes what the checks of a minute come to
 * @param hours what the checks of an hour and of a day come to
 */
public record RetentionConfig(Duration samples, Duration minutes, Duration hours) {

    /** What is in force where the file says nothing. */
    public static final RetentionConfig STANDARD =
            new RetentionConfig(Duration.ofHours(6), Duration.ofDays(2), Duration.ofDays(366));
}
