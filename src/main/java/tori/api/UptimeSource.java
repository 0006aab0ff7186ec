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
    int MAX_DAYS = 365;

    /**
     * One day, in UTC.
     *
     * @param share of it that the monitor worked, 0 to 1; null if nothing is known of that day
     */
    record Day(LocalDate day, @Nullable Double share) {}

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
