package tori.store;

import java.time.Duration;

/**
 * How long what checks found is kept, and how it gets to the disk.
 *
 * @param samples how long each check is kept; whole segments of ten minutes
 * @param minutes how long minutes are kept; whole segments of an hour
 * @param hours how long hours and days are kept; whole segments of a day, and of thirty days
 * @param journalEvery what a crash may lose
 * @param foldEvery how long samples stay in the journal: each monitor's segments are rewritten once
 *     in this time
 */
public record HistorySettings(
        Duration samples,
        Duration minutes,
        Duration hours,
        Duration journalEvery,
        Duration foldEvery) {

    private static final Duration JOURNAL_EVERY = Duration.ofSeconds(1);

    /** As long as a segment of samples: it is then written about once, and once more at its end. */
    private static final Duration FOLD_EVERY = Duration.ofMinutes(10);

    /** All that is there, for whoever visits the store and knows no configuration. */
    public static final HistorySettings UNTOUCHED =
            of(Duration.ofDays(1_000_000), Duration.ofDays(1_000_000), Duration.ofDays(1_000_000));

    /** Six hours of checks, two days of minutes, a year of hours and days. */
    public static final HistorySettings STANDARD =
            of(Duration.ofHours(6), Duration.ofDays(2), Duration.ofDays(366));

    public HistorySettings {
        if (!samples.isPositive() || !minutes.isPositive() || !hours.isPositive()) {
            throw new IllegalArgumentException("must be kept longer than nothing");
        }
        if (!journalEvery.isPositive() || !foldEvery.isPositive()) {
            throw new IllegalArgumentException("cannot be written all the time");
        }
    }

    /** Kept so long, written as usual. */
    public static HistorySettings of(Duration samples, Duration minutes, Duration hours) {
        return new HistorySettings(samples, minutes, hours, JOURNAL_EVERY, FOLD_EVERY);
    }
}
