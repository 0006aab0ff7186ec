package tori;

import org.jspecify.annotations.Nullable;

import tori.api.UptimeSource;
import tori.history.Bucket;
import tori.history.CheckHistory;
import tori.history.Resolution;
import tori.model.MonitorId;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of the time monitors worked, by what their checks found. Thread-safe; blocks for the
 * disk.
 */
final class HistoryUptime implements UptimeSource {

    private static final double MEDIAN = 0.5;
    private static final double MICROS_PER_MILLI = 1_000;

    private final CheckHistory history;
    private final InstantSource wall;

    HistoryUptime(CheckHistory history, InstantSource wall) {
        this.history = history;
        this.wall = wall;
    }

    @Override
    public Map<MonitorId, List<Day>> days(Collection<MonitorId> monitors, int days)
            throws IOException, InterruptedException {
        LocalDate today = LocalDate.ofInstant(wall.instant(), ZoneOffset.UTC);
        LocalDate first = today.minusDays(days - 1L);
        Map<MonitorId, List<Day>> found = new HashMap<>();
        history.buckets(monitors, Resolution.DAY, millis(first), millis(today.plusDays(1)))
                .forEach((monitor, buckets) -> {
                    if (!buckets.isEmpty()) {
                        found.put(monitor, days(buckets, first, days));
                    }
                });
        return found;
    }

    private static List<Day> days(List<Bucket> buckets, LocalDate first, int count) {
        Map<Long, Bucket> byStart = new HashMap<>();
        buckets.forEach(bucket -> byStart.put(bucket.startMillis(), bucket));
        List<Day> days = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            LocalDate day = first.plusDays(i);
            Bucket bucket = byStart.get(millis(day));
            days.add(
                    bucket == null
                            ? new Day(day, 0, 0)
                            : new Day(day, bucket.up(), bucket.failures()));
        }
        return days;
    }

    @Override
    public @Nullable Double latencyMillis(MonitorId monitor, int days)
            throws IOException, InterruptedException {
        LocalDate today = LocalDate.ofInstant(wall.instant(), ZoneOffset.UTC);
        long from = millis(today.minusDays(days - 1L));
        long to = millis(today.plusDays(1));
        List<Bucket> buckets = history.buckets(monitor, Resolution.DAY, from, to);
        long micros = Bucket.of(from, buckets).latencies().percentileMicros(MEDIAN);
        return micros < 0 ? null : micros / MICROS_PER_MILLI;
    }

    private static long millis(LocalDate day) {
        return Duration.ofDays(day.toEpochDay()).toMillis();
    }
}
