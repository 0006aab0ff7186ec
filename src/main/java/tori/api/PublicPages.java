package tori.api;

import org.jspecify.annotations.Nullable;

import tori.api.StatusSource.MonitorRow;
import tori.model.Incident;
import tori.model.MonitorId;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers what anybody may read: status pages, as HTML and as JSON, and badges. Called on requests'
 * threads, which wait for the disk.
 */
final class PublicPages {

    private static final String SUFFIX = ".svg";
    private static final int DEFAULT_DAYS = 30;

    private final StatusSource status;
    private final UptimeSource uptime;
    private final PublicPageSource pages;
    private final InstantSource wall;

    PublicPages(
            StatusSource status, IncidentDesk incidents, ViewSources views, InstantSource wall) {
        this.status = status;
        this.uptime = views.uptime();
        this.pages = new PublicPageSource(status, incidents, views, wall);
        this.wall = wall;
    }

    void addTo(Router router) {
        router.get(Audience.ANYONE, "/status/{name}", DeliveryPages.asking(this::html))
                .get(
                        Audience.ANYONE,
                        "/api/v1/status-pages/{name}",
                        DeliveryPages.asking(this::json))
                .get(Audience.ANYONE, "/badge/{site}/{file}", DeliveryPages.asking(this::badge));
    }

    private void html(Exchange exchange) throws Exception {
        PublicPage page = page(exchange);
        if (page != null) {
            exchange.replaceHeader("Content-Security-Policy", DashboardPages.POLICY);
            byte[] body = PublicPageHtml.html(page, wall).getBytes(StandardCharsets.UTF_8);
            exchange.sendCompressed("text/html; charset=utf-8", body);
        }
    }

    private void json(Exchange exchange) throws Exception {
        PublicPage page = page(exchange);
        if (page != null) {
            exchange.succeed(page.sentence(), data(page));
        }
    }

    /** Null after the request was answered because there is none. */
    private @Nullable PublicPage page(Exchange exchange) throws IOException, InterruptedException {
        PublicPage page = pages.page(exchange.pathPart("name"));
        if (page == null) {
            exchange.fail(404, ErrorKind.NOT_FOUND, "there is no status page of this name");
        } else {
            mayBeKept(exchange);
        }
        return page;
    }

    private static void mayBeKept(Exchange exchange) {
        exchange.replaceHeader(
                "Cache-Control", "public, max-age=" + PublicPageSource.FRESH.toSeconds());
    }

    private Map<String, Object> data(PublicPage page) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", page.name());
        data.put("title", page.title());
        data.put("state", page.overall());
        data.put("time", page.at().toString());
        data.put("total", page.total());
        data.put("counts", page.countOfEach());
        data.put("monitors", page.monitors().stream().map(PublicPages::line).toList());
        List<Map<String, Object>> incidents = new ArrayList<>();
        page.open().incidents().forEach(incident -> incidents.add(incident(incident, page)));
        page.recent().incidents().forEach(incident -> incidents.add(incident(incident, page)));
        data.put("incidents", incidents);
        data.put("more_open", page.open().more());
        data.put("more_closed", page.recent().more());
        return data;
    }

    private static Map<String, Object> line(PublicPage.Line line) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("site", line.monitor().site());
        data.put("monitor", line.monitor().monitor());
        data.put("state", line.word());
        data.put("uptime", line.share());
        List<Map<String, Object>> days = new ArrayList<>();
        for (UptimeSource.Day day : line.days()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("day", day.day().toString());
            one.put("uptime", day.share());
            days.add(one);
        }
        data.put("days", days);
        return data;
    }

    private Map<String, Object> incident(Incident incident, PublicPage page) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("site", incident.monitor().site());
        data.put("monitor", incident.monitor().monitor());
        data.put("state", incident.closedAt() == null ? "open" : "closed");
        data.put("since", incident.since().toString());
        data.put("opened_at", incident.openedAt().toString());
        data.put("closed_at", incident.closedAt() == null ? null : incident.closedAt().toString());
        data.put("duration", BigDecimal.valueOf(incident.lasted(wall.instant()).toMillis(), 3));
        if (page.details()) {
            data.put("cause", incident.cause());
            data.put("detail", incident.detail());
        }
        return data;
    }

    private void badge(Exchange exchange) throws Exception {
        String file = exchange.pathPart("file");
        String name =
                file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "";
        MonitorId monitor = new MonitorId(exchange.pathPart("site"), name);
        boolean open = pages.isPublic(monitor);
        boolean seen = open || exchange.maySee(monitor.site());
        MonitorRow row = seen ? row(monitor) : null;
        if (row == null) {
            exchange.fail(404, ErrorKind.NOT_FOUND, "there is no such badge");
            return;
        }
        BadgeSvg badge = badge(exchange, row);
        if (open) {
            mayBeKept(exchange);
            // Badges are for pages elsewhere.
            exchange.replaceHeader("Cross-Origin-Resource-Policy", "cross-origin");
        }
        exchange.send(200, "image/svg+xml", badge.svg().getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable MonitorRow row(MonitorId monitor) {
        for (MonitorRow row : status.monitors()) {
            if (row.monitor().equals(monitor)) {
                return row;
            }
        }
        return null;
    }

    private BadgeSvg badge(Exchange exchange, MonitorRow row)
            throws IOException, InterruptedException, BadRequestException {
        MonitorId monitor = row.monitor();
        int days =
                DeliveryRequests.number(exchange, "days", DEFAULT_DAYS, 1, UptimeSource.MAX_DAYS);
        String type = exchange.parameter("type");
        return switch (type == null ? "status" : type) {
            case "status" -> BadgeSvg.status(monitor.monitor(), PublicPage.word(row.state()));
            case "uptime" -> {
                List<UptimeSource.Day> known =
                        uptime.days(List.of(monitor), days).getOrDefault(monitor, List.of());
                yield BadgeSvg.uptime("uptime " + days + "d", UptimeSource.share(known));
            }
            case "latency" ->
                    BadgeSvg.latency("latency " + days + "d", uptime.latencyMillis(monitor, days));
            default -> throw new BadRequestException("type is status, uptime or latency");
        };
    }
}
