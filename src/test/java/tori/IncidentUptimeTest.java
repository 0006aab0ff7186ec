package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tori.api.UptimeSource.Day;
import tori.incident.IncidentStore;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Telling;
import tori.model.Transition;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class IncidentUptimeTest {

    private static final MonitorId PAGE = new MonitorId("site", "page");
    private static final MonitorId OTHER = new MonitorId("site", "other");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final List<Incident> record = new ArrayList<>();
    private final IncidentUptime uptime = new IncidentUptime(new Record(), () -> NOON);

    /** Incidents in memory. */
    private final class Record implements IncidentStore {

        @Override
        public @Nullable Incident open(MonitorId monitor) {
            return null;
        }

        @Override
        public List<Incident> incidents(Selection selection, int limit, int offset) {
            return record.stream().skip(offset).limit(limit).toList();
        }

        @Override
        public long count(Selection selection) {
            return record.size();
        }

        @Override
        public @Nullable Incident incident(UUID id) {
            return null;
        }

        @Override
        public List<Transition> timeline(UUID incident, int limit) {
            return List.of();
        }
    }

    @Test
    void shouldCountTimeThatSomethingDidNotWorkDayByDay() throws Exception {
        // From six in the evening, over midnight, until six in the morning.
        add(PAGE, "2026-11-20T18:00:00Z", "2026-11-21T06:00:00Z");

        assertThat(uptime.days(List.of(PAGE), 3).get(PAGE))
                .containsExactly(
                        new Day(LocalDate.parse("2026-11-19"), null),
                        new Day(LocalDate.parse("2026-11-20"), 0.75),
                        new Day(LocalDate.parse("2026-11-21"), 0.5));
    }

    @Test
    void shouldCountWhatGoesOnUntilNow() throws Exception {
        add(PAGE, "2026-11-21T09:00:00Z", null);
        for (int i = 0; i < 600; i++) {
            add(OTHER, "2026-11-21T11:00:00Z", "2026-11-21T11:00:01Z");
        }

        assertThat(uptime.days(List.of(PAGE, OTHER), 1).get(PAGE))
                .containsExactly(new Day(LocalDate.parse("2026-11-21"), 0.75));
        assertThat(uptime.days(List.of(OTHER), 1).get(OTHER).getFirst().share())
                .isEqualTo(1 - 600.0 / (12 * 3600));
    }

    @Test
    void shouldKnowTodayOnlyWhereNothingEverHappened() throws Exception {
        assertThat(uptime.days(List.of(PAGE), 2).get(PAGE))
                .containsExactly(
                        new Day(LocalDate.parse("2026-11-20"), null),
                        new Day(LocalDate.parse("2026-11-21"), 1.0));
    }

    private void add(MonitorId monitor, String from, @Nullable String to) {
        record.add(
                new Incident(
                        UUID.randomUUID(),
                        monitor,
                        "timeout",
                        "",
                        Instant.parse(from),
                        Instant.parse(from),
                        to == null ? null : Instant.parse(to),
                        Telling.NOBODY));
    }
}
