package tori.api;

import org.jspecify.annotations.Nullable;

import tori.api.StatusSource.MonitorRow;
import tori.api.StatusSource.State;
import tori.config.StatusPageConfig;
import tori.incident.IncidentStore.Scope;
import tori.incident.IncidentStore.Selection;
import tori.model.Incident;
import tori.model.MonitorId;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

    /** How many incidents of each kind a page lists: more than anybody reads. */
    static final int MAX_INCIDENTS = 100;

    /** How many of a site are read for that: some may be of monitors that are no more. */
    private static final int MAX_READ = 20 * IncidentDesk.MAX_PAGE;

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
            // What nobody looks at is nothing to judge by.
            if (config.shows(row.monitor()) && row.state() != State.PAUSED) {
                String word = PublicPage.word(row.state());
                words.put(row.monitor(), word);
                counts.merge(word, 1, Integer::sum);
            }
        }
        Instant now = wall.instant();
        return new PublicPage(
                config.name(),
                config.title(),
                now,
                counts,
                lines(words),
                newest(Selection.OPEN, null, words.keySet()),
                newest(Selection.CLOSED, now.minus(RECENT), words.keySet()),
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

    /**
     * Those opened last.
     *
     * @param since only those that were over then or later; null for any
     * @param shown of which monitors
     */
    private PublicPage.Newest newest(
            Selection selection, @Nullable Instant since, Set<MonitorId> shown)
            throws IOException, InterruptedException {
        Set<String> sites = new LinkedHashSet<>();
        shown.forEach(monitor -> sites.add(monitor.site()));
        List<Incident> found = new ArrayList<>();
        boolean more = false;
        for (String site : sites) {
            more |= addNewest(new Scope(site, null, since), selection, shown, found);
        }
        found.sort(Comparator.comparing(Incident::openedAt).reversed());
        return new PublicPage.Newest(
                found.stream().limit(MAX_INCIDENTS).toList(), more || found.size() > MAX_INCIDENTS);
    }

    /**
     * Adds those of one site, up to one more than a page lists.
     *
     * @return whether there may be others that were not read
     */
    private boolean addNewest(
            Scope scope, Selection selection, Set<MonitorId> shown, List<Incident> found)
            throws IOException, InterruptedException {
        int enough = found.size() + MAX_INCIDENTS + 1;
        for (int offset = 0; offset < MAX_READ; offset += IncidentDesk.MAX_PAGE) {
            List<Incident> rows =
                    incidents.list(scope, selection, IncidentDesk.MAX_PAGE, offset).rows();
            for (Incident incident : rows) {
                if (shown.contains(incident.monitor())) {
                    found.add(incident);
                }
                if (found.size() == enough) {
                    return false;
                }
            }
            if (rows.size() < IncidentDesk.MAX_PAGE) {
                return false;
            }
        }
        return true;
    }
}
