package tori.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

class RecurrenceTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Instant berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    private static Recurrence every(Duration every, int hour, int minute) {
        return new Recurrence(every, LocalTime.of(hour, minute), BERLIN);
    }

    @Test
    void shouldComeOnceADayAtItsTime() {
        Recurrence daily = every(Duration.ofDays(1), 9, 30);
        assertThat(daily.after(berlin("2026-05-01T09:29"))).isEqualTo(berlin("2026-05-01T09:30"));
        assertThat(daily.after(berlin("2026-05-01T09:30"))).isEqualTo(berlin("2026-05-02T09:30"));
        assertThat(daily.after(berlin("2026-05-01T23:59"))).isEqualTo(berlin("2026-05-02T09:30"));
    }

    @Test
    void shouldCountFromItsTimeAnewEachDay() {
        Recurrence times = every(Duration.ofHours(7), 9, 0);
        assertThat(times.after(berlin("2026-05-01T09:00"))).isEqualTo(berlin("2026-05-01T16:00"));
        assertThat(times.after(berlin("2026-05-01T23:30"))).isEqualTo(berlin("2026-05-02T06:00"));
        assertThat(times.after(berlin("2026-05-02T06:00"))).isEqualTo(berlin("2026-05-02T09:00"));
    }

    @Test
    void shouldLeaveDaysOut() {
        Recurrence weekly = every(Duration.ofDays(7), 9, 0);
        Instant first = weekly.after(berlin("2026-05-01T12:00"));
        assertThat(weekly.after(first)).isEqualTo(first.plus(Duration.ofDays(7)));
    }

    @Test
    void shouldComeOnceOnDaysOnWhichClocksAreChanged() {
        Recurrence daily = every(Duration.ofDays(1), 2, 30);
        // 02:30 is skipped on 29 March: clocks go from 02:00 to 03:00. On 25 October it is twice.
        assertThat(daily.after(berlin("2026-03-28T12:00"))).isEqualTo(berlin("2026-03-29T03:00"));
        Instant twice = daily.after(berlin("2026-10-24T12:00"));
        assertThat(twice).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(daily.after(twice)).isEqualTo(berlin("2026-10-26T02:30"));
    }

    @Test
    void shouldRefuseWhatNoDayHoldsAWholeNumberOf() {
        assertThatThrownBy(() -> every(Duration.ofHours(36), 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> every(Duration.ZERO, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<Duration> spans() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(10, 86_400).map(Duration::ofSeconds),
                Arbitraries.longs().between(1, 31).map(Duration::ofDays));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        // Lord Howe goes on by half an hour; Apia left out the whole of 30 December 2011.
        return Arbitraries.of("Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
                .map(ZoneId::of);
    }

    @Property
    void shouldComeAgainAndAgainWhereverItIsAskedFrom(
            @ForAll("spans") Duration every,
            @ForAll("zones") ZoneId zone,
            @ForAll @IntRange(max = 86_399) int second,
            @ForAll @LongRange(min = 1_300_000_000, max = 1_800_000_000) long now) {
        Recurrence times = new Recurrence(every, LocalTime.ofSecondOfDay(second), zone);
        Instant instant = Instant.ofEpochSecond(now);
        Instant next = times.after(instant);
        assertThat(next).isAfter(instant);
        assertThat(Duration.between(instant, next))
                .isLessThanOrEqualTo(every.plus(Duration.ofHours(25)));
        // None lies between: from just before it, it is still the next.
        assertThat(times.after(next.minusNanos(1))).isEqualTo(next);
        assertThat(times.after(next)).isAfter(next);
        if (zone.equals(ZoneOffset.UTC) || zone.getId().equals("UTC")) {
            assertThat(Duration.between(instant, next)).isLessThanOrEqualTo(every);
        }
    }
}
