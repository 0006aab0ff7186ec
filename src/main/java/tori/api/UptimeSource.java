package tori.api;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How much of the time monitors worked. Thread-safe; blocks for the disk, within a bound. */
public interface UptimeSource {

    /** Nothing is known. */
    UptimeSource NONE =
            new UptimeSource() {
                @Override
                public Map<MonitorId, List<Day>> days(Collection<MonitorId> monitors, int days) {
                    return Map.of();
                }

                @Override
                public @Nullable Double latencyMillis(MonitorId monitor, int days) {
                    return null;
                }
            };

    /** The longest time that is kept. */
    int MAX_DAYS = 366;

    /**
     * One day, in UTC.
     *
     * @param passed how many checks passed
     * @param failed how many failed; what could not be looked at and maintenance count as neither
     */
    record Day(LocalDate day, long passed, long failed) {

        /** The share of checks that passed, 0 to 1; null if nothing is known of that day. */
        @Nullable Double share() {
            return UptimeSource.share(passed, failed);
        }
    }

    /**
     * The share of checks that passed in all of these days, 0 to 1; null if none passed or failed.
     * A day with few checks counts for less than one with many.
     */
    static @Nullable Double share(List<Day> days) {
        long passed = 0;
        long failed = 0;
        for (Day day : days) {
            passed += day.passed();
            failed += day.failed();
        }
        return share(passed, failed);
    }

    /** The share of checks that passed, 0 to 1; null if none passed or failed. */
    static @Nullable Double share(long passed, long failed) {
        long counted = passed + failed;
        return counted == 0 ? null : HistoryJson.share((double) passed / counted);
    }

    /**
     * The last days of each monitor, today included, oldest first; monitors of which nothing is
     * known may be left out.
     *
     * @param days 1 to {@link #MAX_DAYS}
     * @throws IOException with a sentence for the user
     */
    Map<MonitorId, List<Day>> days(Collection<MonitorId> monitors, int days)
            throws IOException, InterruptedException;

    /**
     * The median of how long checks took, in milliseconds; null if nothing is known.
     *
     * @throws IOException with a sentence for the user
     */
    @Nullable Double latencyMillis(MonitorId monitor, int days)
            throws IOException, InterruptedException;
}
