package tori.history;

import tori.model.MonitorId;
import tori.model.Sample;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the checks and polls of all monitors found. Thread-safe; every call blocks for the disk,
 * within a bound.
 *
 * <p>What was sampled within the last second or so may not be seen yet. Samples are kept for hours,
 * minutes for days, hours and days for a year, as configured; what is asked for beyond that is
 * merely not there. All times are milliseconds since 1970 by the wall clock of when it was sampled.
 */
public interface CheckHistory {

    /** The most buckets that are given at once, of one monitor: a year of hours. */
    int MAX_BUCKETS = 10_000;

    /** Whether there is anything of this monitor, or was lately. Does not block. */
    boolean knows(MonitorId monitor);

    /**
     * A monitor's samples, oldest first.
     *
     * @param fromMillis none is older
     * @param toMillis all are older
     * @param limit at most so many, the oldest of them; at least 1
     * @throws IOException with a sentence for the user
     */
    List<Sample> samples(MonitorId monitor, long fromMillis, long toMillis, int limit)
            throws IOException, InterruptedException;

    /**
     * What a monitor's samples come to, oldest first; only buckets in which anything was checked.
     *
     * @param fromMillis none begins before
     * @param toMillis all begin before; not more than {@link #MAX_BUCKETS} buckets after {@code
     *     fromMillis}
     * @throws IOException with a sentence for the user
     */
    List<Bucket> buckets(MonitorId monitor, Resolution resolution, long fromMillis, long toMillis)
            throws IOException, InterruptedException;

    /**
     * The same of several monitors; those of which there is nothing have an empty list.
     *
     * @throws IOException with a sentence for the user
     */
    Map<MonitorId, List<Bucket>> buckets(
            Collection<MonitorId> monitors, Resolution resolution, long fromMillis, long toMillis)
            throws IOException, InterruptedException;
}
