package tori;

import org.jspecify.annotations.Nullable;

import tori.api.UptimeSource;
import tori.incident.IncidentStore;
import tori.incident.IncidentStore.Selection;
import tori.model.Incident;
import tori.model.MonitorId;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of the time monitors worked, by their incidents alone: a day is known from the first
 * incident on, and today. Thread-safe; blocks for the disk.
 */
final class IncidentUptime implements UptimeSource {

    private static final int PAGE = 500;

    /** More than a page for people can tell of. */
    private static final int MAX_INCIDENTS = 5_000;

    private final IncidentStore store;
    private final InstantSource wall;

    IncidentUptime(IncidentStore store, InstantSource wall) {
        this.store = store;
        this.wall = wall;
    }

    @Override
    public Map<MonitorId, List<Day>> days(Collection<MonitorId> monitors, int days)
            throws IOException, InterruptedException {
        Instant now = wall.instant();
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        Map<MonitorId, List<Incident>> incidents = new HashMap<>();
        monitors.forEach(monitor -> incidents.put(monitor, new ArrayList<>()));
        for (Incident incident : since(start(today.minusDays(days - 1L)))) {
            List<Incident> own = incidents.get(incident.monitor());
            if (own != null) {
                own.add(incident);
            }
        }
        Map<MonitorId, List<Day>> found = new TreeMap<>();
        incidents.forEach((monitor, own) -> found.put(monitor, days(own, today, days, now)));
        return found;
    }

    @Override
    public @Nullable Double latencyMillis(MonitorId monitor, int days) {
        return null;
    }

    /** Those that go on, or ended after this moment. */
    private List<Incident> since(Instant from) throws IOException, InterruptedException {
        List<Incident> found = new ArrayList<>();
        for (int offset = 0; offset < MAX_INCIDENTS; offset += PAGE) {
            List<Incident> page = store.incidents(Selection.ALL, PAGE, offset);
            for (Incident incident : page) {
                if (incident.closedAt() == null || incident.closedAt().isAfter(from)) {
                    found.add(incident);
                }
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        return found;
    }

    private static List<Day> days(List<Incident> own, LocalDate today, int days, Instant now) {
        LocalDate first =
                own.stream()
                        .map(incident -> incident.since().atZone(ZoneOffset.UTC).toLocalDate())
                        .min(LocalDate::compareTo)
                        .orElse(today);
        List<Day> found = new ArrayList<>();
        for (int i = days - 1; i >= 0; i--) {
            LocalDate day = today.minusDays(i);
            found.add(new Day(day, day.isBefore(first) ? null : share(own, day, now)));
        }
        return found;
    }

    private static double share(List<Incident> own, LocalDate day, Instant now) {
        Instant from = start(day);
        Instant to = start(day.plusDays(1));
        Instant until = to.isBefore(now) ? to : now;
        long whole = Duration.between(from, until).toMillis();
        long down = 0;
        for (Incident incident : own) {
            Instant begin = incident.since().isAfter(from) ? incident.since() : from;
            Instant closed = incident.closedAt() == null ? until : incident.closedAt();
            Instant end = closed.isBefore(until) ? closed : until;
            down += Math.max(0, Duration.between(begin, end).toMillis());
        }
        return whole <= 0 ? 1 : Math.max(0, 1 - (double) down / whole);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
