package tori.api;

import org.jspecify.annotations.Nullable;

import tori.api.StatusSource.MonitorRow;
import tori.config.StatusPageConfig;
import tori.incident.IncidentStore.Selection;
import tori.model.Incident;
import tori.model.MonitorId;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Draws up pages for everybody, each at most once in some seconds however many read it.
 * Thread-safe; blocks for the disk.
 */
final class PublicPageSource {

    /** What a browser is allowed to keep it for, too. */
    static final Duration FRESH = Duration.ofSeconds(10);

    static final int DAYS = 90;

    /** More than fit a page; the rest is in the API. */
    private static final int MAX_MONITORS = 500;

    private static final int MAX_RECENT = 10;
    private static final Duration RECENT = Duration.ofDays(14);

    private final StatusSource status;
    private final IncidentDesk incidents;
    private final ViewSources views;
    private final InstantSource wall;
    private final Map<String, Drawn> drawn = new ConcurrentHashMap<>();

    /**
     * @param config what it was drawn up from
     */
    private record Drawn(StatusPageConfig config, PublicPage page, long atNanos) {}

    PublicPageSource(
            StatusSource status, IncidentDesk incidents, ViewSources views, InstantSource wall) {
        this.status = status;
        this.incidents = incidents;
        this.views = views;
        this.wall = wall;
    }

    /** Whether anybody may know how a monitor is doing. */
    boolean isPublic(MonitorId monitor) {
        return views.pages().get().stream().anyMatch(page -> page.shows(monitor));
    }

    /**
     * The page of this name; null if there is none.
     *
     * @throws IOException with a sentence for the user
     */
    @Nullable PublicPage page(String name) throws IOException, InterruptedException {
        StatusPageConfig config = config(name);
        if (config == null) {
            drawn.remove(name);
            return null;
        }
        Drawn before = drawn.get(name);
        long nowNanos = views.clock().nanoTime();
        if (before != null
                && before.config().equals(config)
                && nowNanos - before.atNanos() < FRESH.toNanos()) {
            return before.page();
        }
        // Several may draw it at once, which harms nobody and needs no lock over the disk.
        PublicPage page = draw(config);
        drawn.put(name, new Drawn(config, page, nowNanos));
        return page;
    }

    private @Nullable StatusPageConfig config(String name) {
        for (StatusPageConfig page : views.pages().get()) {
            if (page.name().equals(name)) {
                return page;
            }
        }
        return null;
    }

    private PublicPage draw(StatusPageConfig config) throws IOException, InterruptedException {
        Map<MonitorId, MonitorRow> rows = new LinkedHashMap<>();
        for (MonitorRow row : status.monitors()) {
            if (config.shows(row.monitor()) && rows.size() < MAX_MONITORS) {
                rows.put(row.monitor(), row);
            }
        }
        Map<MonitorId, List<UptimeSource.Day>> days = views.uptime().days(rows.keySet(), DAYS);
        List<PublicPage.Line> lines = new ArrayList<>();
        rows.forEach((monitor, row) ->
                lines.add(
                        new PublicPage.Line(
                                monitor,
                                PublicPage.word(row.state()),
                                days.getOrDefault(monitor, List.of()))));
        Instant now = wall.instant();
        List<Incident> recent =
                incidents(Selection.CLOSED, rows.keySet()).stream()
                        .filter(incident -> incident.openedAt().isAfter(now.minus(RECENT)))
                        .limit(MAX_RECENT)
                        .toList();
        return new PublicPage(
                config.name(),
                config.title(),
                now,
                lines,
                incidents(Selection.OPEN, rows.keySet()),
                recent,
                config.details());
    }

    private List<Incident> incidents(Selection selection, Set<MonitorId> shown)
            throws IOException, InterruptedException {
        return incidents.list(selection, IncidentDesk.MAX_PAGE, 0).rows().stream()
                .filter(incident -> shown.contains(incident.monitor()))
                .toList();
    }
}
