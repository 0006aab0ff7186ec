package tori.api;

import tori.history.Bucket;
import tori.history.CheckHistory;
import tori.history.Resolution;
import tori.model.MonitorId;
import tori.model.Sample;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers what checks found and how much of the time things worked. Called on requests' threads,
 * which wait for the disk.
 */
final class HistoryPages {

    /** Samples in one answer: some 400 kB. */
    static final int MAX_SAMPLES = 5_000;

    /** Monitors in one answer about uptime: some 600 kB with 90 days each. */
    static final int MAX_PAGE = 1_000;

    private static final String HISTORY = "/api/v1/history/{site}/{monitor}";
    private static final String UPTIME = "/api/v1/uptime";
    private static final int DEFAULT_PAGE = 100;
    private static final int DEFAULT_DAYS = 90;

    private final HistoryDesk desk;
    private final InstantSource wall;

    /**
     * @param wall says which day it is
     */
    HistoryPages(HistoryDesk desk, InstantSource wall) {
        this.desk = desk;
        this.wall = wall;
    }

    void addTo(Router router) {
        router.get(Audience.READERS, HISTORY, IncidentPages.asking(this::history))
                .get(Audience.READERS, UPTIME, IncidentPages.asking(this::list))
                .get(
                        Audience.READERS,
                        UPTIME + "/{site}/{monitor}",
                        IncidentPages.asking(this::show));
    }

    private void history(Exchange exchange) throws Exception {
        MonitorId monitor = monitor(exchange);
        HistoryQuery query = HistoryQuery.of(exchange, wall.instant());
        if (!isKnown(exchange, monitor)) {
            exchange.fail(404, ErrorKind.NOT_FOUND, "there is no such monitor");
            return;
        }
        Resolution resolution = query.resolution();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("site", monitor.site());
        data.put("monitor", monitor.monitor());
        data.put("step", query.step());
        data.put("from", Instant.ofEpochMilli(query.fromMillis()).toString());
        data.put("to", Instant.ofEpochMilli(query.toMillis()).toString());
        int points =
                resolution == null
                        ? putSamples(data, monitor, query)
                        : putBuckets(data, monitor, resolution, query);
        exchange.succeed(points + (points == 1 ? " point" : " points"), data);
    }

    private int putSamples(Map<String, Object> data, MonitorId monitor, HistoryQuery query)
            throws IOException, InterruptedException {
        List<Sample> samples =
                desk.history()
                        .samples(monitor, query.fromMillis(), query.toMillis(), MAX_SAMPLES + 1);
        boolean more = samples.size() > MAX_SAMPLES;
        List<Sample> shown = more ? samples.subList(0, MAX_SAMPLES) : samples;
        data.put("points", shown.stream().map(HistoryJson::sample).toList());
        data.put("next", more ? HistoryJson.time(samples.getLast().timeMillis()) : null);
        return shown.size();
    }

    private int putBuckets(
            Map<String, Object> data, MonitorId monitor, Resolution resolution, HistoryQuery query)
            throws IOException, InterruptedException {
        List<Bucket> buckets =
                desk.history().buckets(monitor, resolution, query.fromMillis(), query.toMillis());
        data.put("points", buckets.stream().map(HistoryJson::bucket).toList());
        data.put("next", null);
        return buckets.size();
    }

    private void list(Exchange exchange) throws Exception {
        int days = days(exchange);
        int limit = DeliveryRequests.number(exchange, "limit", DEFAULT_PAGE, 1, MAX_PAGE);
        int offset = DeliveryRequests.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
        boolean summary = isWanted(exchange);
        String site = exchange.parameter("site");
        boolean everything = exchange.maySeeAll();
        List<MonitorId> all =
                desk.monitors().get().stream()
                        .filter(monitor -> site == null || site.equals(monitor.site()))
                        .filter(monitor -> everything || exchange.maySee(monitor.site()))
                        .toList();
        List<MonitorId> page = all.stream().skip(offset).limit(limit).toList();
        UptimeReport report = UptimeReport.of(desk.history(), page, wall.instant(), days, summary);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("days", days);
        data.put("first", report.firstDay().toString());
        data.put("monitors", page.stream().map(report::row).toList());
        data.put("total", all.size());
        data.put("limit", limit);
        data.put("offset", offset);
        exchange.succeed(all.size() + (all.size() == 1 ? " monitor" : " monitors"), data);
    }

    private void show(Exchange exchange) throws Exception {
        MonitorId monitor = monitor(exchange);
        int days = days(exchange);
        if (!isKnown(exchange, monitor)) {
            exchange.fail(404, ErrorKind.NOT_FOUND, "there is no such monitor");
            return;
        }
        UptimeReport report =
                UptimeReport.of(desk.history(), List.of(monitor), wall.instant(), days, true);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("first", report.firstDay().toString());
        data.putAll(report.row(monitor));
        exchange.succeed("uptime of " + monitor, data);
    }

    private static MonitorId monitor(Exchange exchange) {
        return new MonitorId(exchange.pathPart("site"), exchange.pathPart("monitor"));
    }

    private static int days(Exchange exchange) throws BadRequestException {
        return DeliveryRequests.number(exchange, "days", DEFAULT_DAYS, 1, UptimeSource.MAX_DAYS);
    }

    private static boolean isWanted(Exchange exchange) throws BadRequestException {
        return switch (exchange.parameter("summary")) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadRequestException("summary is true or false");
        };
    }

    /** What somebody may not see is answered as if it was not there. */
    private boolean isKnown(Exchange exchange, MonitorId monitor) {
        CheckHistory history = desk.history();
        return exchange.maySee(monitor.site())
                && (history.knows(monitor) || desk.monitors().get().contains(monitor));
    }
}
