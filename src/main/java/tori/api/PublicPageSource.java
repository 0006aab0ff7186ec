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
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Draws up pages for everybody, each at most once in some seconds however many read it.
 * Thread-safe; blocks for the disk.
 */
final class PublicPageSource {

    /** What a browser is allowed to keep it for, too. */
    static final Duration FRESH = Duration.ofSeconds(10);

    static final int DAYS = 90;

    /**
     * How many a page lists: each takes 90 bars, so that more make a page of megabytes that
     * browsers are slow with. All are judged.
     */
    static final int MAX_LISTED = 500;

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
        Map<MonitorId, String> words = new LinkedHashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (MonitorRow row : status.monitors()) {
            if (config.shows(row.monitor())) {
                String word = PublicPage.word(row.state());
                words.put(row.monitor(), word);
                counts.merge(word, 1, Integer::sum);
            }
        }
        Instant now = wall.instant();
        List<Incident> recent =
                incidents(Selection.CLOSED, words.keySet()).stream()
                        .filter(incident -> incident.openedAt().isAfter(now.minus(RECENT)))
                        .limit(MAX_RECENT)
                        .toList();
        return new PublicPage(
                config.name(),
                config.title(),
                now,
                counts,
                lines(words),
                incidents(Selection.OPEN, words.keySet()),
                recent,
                config.details());
    }

    /**
     * @param words how each monitor is doing
     */
    private List<PublicPage.Line> lines(Map<MonitorId, String> words)
            throws IOException, InterruptedException {
        Stream<MonitorId> order = words.keySet().stream();
        if (words.size() > MAX_LISTED) {
            // Stable: those that are doing alike stay as the configuration has them.
            order =
                    order.sorted(
                            Comparator.comparingInt(monitor ->
                                    PublicPage.WORDS.indexOf(words.getOrDefault(monitor, ""))));
        }
        List<MonitorId> listed = order.limit(MAX_LISTED).toList();
        Map<MonitorId, List<UptimeSource.Day>> days = views.uptime().days(listed, DAYS);
        return listed.stream()
                .map(monitor ->
                        new PublicPage.Line(
                                monitor,
                                words.getOrDefault(monitor, ""),
                                days.getOrDefault(monitor, List.of())))
                .toList();
    }

    private List<Incident> incidents(Selection selection, Set<MonitorId> shown)
            throws IOException, InterruptedException {
        return incidents.list(selection, IncidentDesk.MAX_PAGE, 0).rows().stream()
                .filter(incident -> shown.contains(incident.monitor()))
                .toList();
    }
}
