package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.api.MemoryHistory;
import tori.api.UptimeSource;
import tori.api.UptimeSource.Day;
import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

class HistoryUptimeTest {

    private static final MonitorId PAGE = new MonitorId("site", "page");
    private static final MonitorId OTHER = new MonitorId("site", "other");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final MemoryHistory history = new MemoryHistory();
    private final HistoryUptime uptime = new HistoryUptime(history, () -> NOON);

    private void add(Duration ago, Outcome outcome, long micros) {
        history.add(PAGE, new Sample(NOON.minus(ago).toEpochMilli(), outcome, micros));
    }

    @Test
    void shouldGiveTheShareOfEachDayAndNothingOfDaysWithoutChecks() throws Exception {
        add(Duration.ofDays(2), Outcome.UP, 1_000);
        add(Duration.ofHours(3), Outcome.UP, 1_000);
        add(Duration.ofHours(2), Outcome.FAILED, Sample.NO_LATENCY);
        add(Duration.ofHours(1), Outcome.UNKNOWN, Sample.NO_LATENCY);

        assertThat(uptime.days(List.of(PAGE, OTHER), 3))
                .containsOnlyKeys(PAGE)
                .containsEntry(
                        PAGE,
                        List.of(
                                new Day(LocalDate.parse("2026-11-19"), 1, 0),
                                new Day(LocalDate.parse("2026-11-20"), 0, 0),
                                new Day(LocalDate.parse("2026-11-21"), 1, 1)));
    }

    @Test
    void shouldCountEachCheckOnceHoweverManyADayHas() throws Exception {
        for (int i = 0; i < 6; i++) {
            add(Duration.ofDays(1), Outcome.FAILED, Sample.NO_LATENCY);
        }
        for (int i = 0; i < 41; i++) {
            add(Duration.ofHours(1), Outcome.UP, 1_000);
        }
        List<Day> days = uptime.days(List.of(PAGE), 90).getOrDefault(PAGE, List.of());
        assertThat(UptimeSource.share(days)).isEqualTo(0.87234);
        assertThat(UptimeSource.share(days.subList(0, 10))).isNull();
    }

    @Test
    void shouldGiveTheMedianOfWhatAnswersTook() throws Exception {
        assertThat(uptime.latencyMillis(PAGE, 7)).isNull();
        add(Duration.ofHours(3), Outcome.UP, 8_000);
        add(Duration.ofHours(2), Outcome.UP, 8_000);
        add(Duration.ofHours(1), Outcome.UP, 900_000);
        assertThat(uptime.latencyMillis(PAGE, 7))
                .isCloseTo(8, org.assertj.core.data.Percentage.withPercentage(5));
    }
}
