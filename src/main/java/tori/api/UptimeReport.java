package tori.api;

import org.jspecify.annotations.Nullable;

import tori.history.Bucket;
import tori.history.CheckHistory;
import tori.history.Resolution;
import tori.model.MonitorId;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of the time some monitors worked, day by day of UTC, as JSON. Immutable; made on a
 * request's thread.
 */
final class UptimeReport {

    /** The longest of the summaries. */
    private static final int SUMMARY_DAYS = 90;

    private static final int HOURS = 24;

    private final long firstDayMillis;
    private final int days;
    private final boolean summary;
    private final long today;
    private final Map<MonitorId, List<Bucket>> daily;
    private final Map<MonitorId, List<Bucket>> hourly;

    private UptimeReport(
            long today,
            int days,
            boolean summary,
            Map<MonitorId, List<Bucket>> daily,
            Map<MonitorId, List<Bucket>> hourly) {
        this.today = today;
        this.days = days;
        this.summary = summary;
        this.firstDayMillis = today - (days - 1) * Resolution.DAY.bucketMillis();
        this.daily = daily;
        this.hourly = hourly;
    }

    /**
     * Reads what it says. Blocks for the disk.
     *
     * @param days how many days, today included
     * @param summary whether it has those of 24 hours, 7, 30 and 90 days
     * @throws IOException with a sentence for the user
     */
    static UptimeReport of(
            CheckHistory history, List<MonitorId> monitors, Instant now, int days, boolean summary)
            throws IOException, InterruptedException {
        long nowMillis = now.toEpochMilli();
        long today = Resolution.DAY.startOf(nowMillis);
        int needed = summary ? Math.max(days, SUMMARY_DAYS) : days;
        long hour = Resolution.HOUR.startOf(nowMillis);
        Map<MonitorId, List<Bucket>> daily =
                history.buckets(
                        monitors,
                        Resolution.DAY,
                        today - (needed - 1) * Resolution.DAY.bucketMillis(),
                        today + 1);
        Map<MonitorId, List<Bucket>> hourly =
                summary
                        ? history.buckets(
                                monitors,
                                Resolution.HOUR,
                                hour - (HOURS - 1) * Resolution.HOUR.bucketMillis(),
                                hour + 1)
                        : Map.of();
        return new UptimeReport(today, days, summary, daily, hourly);
    }

    /** The first of the days. */
    LocalDate firstDay() {
        return LocalDate.ofInstant(Instant.ofEpochMilli(firstDayMillis), ZoneOffset.UTC);
    }

    /** What it says of a monitor. */
    Map<String, Object> row(MonitorId monitor) {
        List<Bucket> buckets = daily.getOrDefault(monitor, List.of());
        Map<Long, Bucket> byDay = new HashMap<>();
        buckets.forEach(bucket -> byDay.put(bucket.startMillis(), bucket));
        List<@Nullable Double> shares = new ArrayList<>(days);
        long passed = 0;
        long failed = 0;
        for (int day = 0; day < days; day++) {
            Bucket bucket = byDay.get(firstDayMillis + day * Resolution.DAY.bucketMillis());
            shares.add(bucket == null ? null : HistoryJson.share(bucket.uptime()));
            passed += bucket == null ? 0 : bucket.up();
            failed += bucket == null ? 0 : bucket.failures();
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("site", monitor.site());
        data.put("monitor", monitor.monitor());
        data.put("days", shares);
        data.put("uptime", UptimeSource.share(passed, failed));
        if (summary) {
            data.put("summary", summary(monitor, buckets));
        }
        return data;
    }

    private Map<String, Object> summary(MonitorId monitor, List<Bucket> buckets) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("24h", HistoryJson.counts(Bucket.of(0, hourly.getOrDefault(monitor, List.of()))));
        for (int last : List.of(7, 30, SUMMARY_DAYS)) {
            long from = today - Duration.ofDays(last - 1L).toMillis();
            List<Bucket> some = new ArrayList<>(last);
            for (Bucket bucket : buckets) {
                if (bucket.startMillis() >= from) {
                    some.add(bucket);
                }
            }
            data.put(last + "d", HistoryJson.counts(Bucket.of(0, some)));
        }
        return data;
    }
}
