package tori.store;

import tori.config.StorePlace;
import tori.time.Backoff;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the store works.
 *
 * @param place the database; missing folders are created
 * @param retention how long the event log keeps an event
 * @param maxStoredEvents the most rows the event log has, whatever their age
 * @param maxWaitingEvents the most events that wait for the disk in memory; more are dropped and
 *     counted. With so many waiting that are owed, the store takes no more of these
 * @param maxBatchRows how many rows one transaction holds before it is closed; a monitor's change
 *     is never split
 * @param finishedRetention how long deliveries are kept once they are delivered or discarded, and
 *     with them the memory of their keys
 * @param maxFinished the most of those that are kept
 * @param retry the waits after a failed write
 * @param history how long what checks found is kept
 */
public record StoreSettings(
        StorePlace place,
        Duration retention,
        long maxStoredEvents,
        int maxWaitingEvents,
        int maxBatchRows,
        Duration finishedRetention,
        long maxFinished,
        Backoff retry,
        HistorySettings history) {

    /** Event rows a disk outage may pile up in memory: some 10,000 products' worth, ~50 MB. */
    private static final int MAX_WAITING_EVENTS = 20_000;

    /** At ~1 KB a row the log stays around 1 GB even where a store reprices without end. */
    private static final long MAX_STORED_EVENTS = 1_000_000;

    /** Some 50 ms of writing: what a {@code load} may have to wait for. */
    private static final int MAX_BATCH_ROWS = 10_000;

    /** Longer than any caller repeats itself. */
    private static final Duration FINISHED_RETENTION = Duration.ofDays(7);

    /** Some 500 MB, their events aside. */
    private static final long MAX_FINISHED = 1_000_000;

    private static final Backoff RETRY =
            new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15), 2, 0.1);

    public StoreSettings {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention must be longer than nothing");
        }
        if (maxFinished < 1 || finishedRetention.isNegative()) {
            throw new IllegalArgumentException("finished deliveries cannot be kept so");
        }
        if (maxStoredEvents < 1 || maxWaitingEvents < 1 || maxBatchRows < 1) {
            throw new IllegalArgumentException("bounds must be at least 1");
        }
    }

    /** With what checks found kept as usual. */
    public StoreSettings(
            StorePlace place,
            Duration retention,
            long maxStoredEvents,
            int maxWaitingEvents,
            int maxBatchRows,
            Duration finishedRetention,
            long maxFinished,
            Backoff retry) {
        this(
                place,
                retention,
                maxStoredEvents,
                maxWaitingEvents,
                maxBatchRows,
                finishedRetention,
                maxFinished,
                retry,
                HistorySettings.STANDARD);
    }

    /** The same with what checks found kept in another way. */
    public StoreSettings with(HistorySettings other) {
        return new StoreSettings(
                place,
                retention,
                maxStoredEvents,
                maxWaitingEvents,
                maxBatchRows,
                finishedRetention,
                maxFinished,
                retry,
                other);
    }

    /** The usual settings: thirty days of events, bounds as explained at their constants. */
    public static StoreSettings of(StorePlace place) {
        return new StoreSettings(
                place,
                Duration.ofDays(30),
                MAX_STORED_EVENTS,
                MAX_WAITING_EVENTS,
                MAX_BATCH_ROWS,
                FINISHED_RETENTION,
                MAX_FINISHED,
                RETRY);
    }

    /** The same for a SQLite file. */
    public static StoreSettings of(Path file) {
        return of(new StorePlace.Sqlite(file.toString()));
    }
}
