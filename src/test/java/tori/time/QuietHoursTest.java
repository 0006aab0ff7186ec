package tori.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

class QuietHoursTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final QuietHours NIGHT =
            new QuietHours(LocalTime.of(23, 0), LocalTime.of(7, 0), BERLIN);

    private static Instant berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    private static QuietHours berlin(int fromHour, int fromMinute, int toHour, int toMinute) {
        return new QuietHours(
                LocalTime.of(fromHour, fromMinute), LocalTime.of(toHour, toMinute), BERLIN);
    }

    @Test
    void shouldGoOverMidnight() {
        QuietHours.Phase night = NIGHT.at(berlin("2026-05-02T01:00"));

        assertThat(night.quiet()).isTrue();
        assertThat(night.from()).isEqualTo(berlin("2026-05-01T23:00"));
        assertThat(night.until()).isEqualTo(berlin("2026-05-02T07:00"));
        assertThat(NIGHT.at(berlin("2026-05-01T23:00"))).isEqualTo(night);
        assertThat(NIGHT.at(berlin("2026-05-02T06:59:59"))).isEqualTo(night);
        assertThat(NIGHT.at(berlin("2026-05-02T07:00")))
                .isEqualTo(
                        new QuietHours.Phase(
                                false, berlin("2026-05-02T07:00"), berlin("2026-05-02T23:00")));
    }

    @Test
    void shouldStayWithinADay() {
        QuietHours siesta = berlin(13, 0, 15, 30);

        assertThat(siesta.at(berlin("2026-05-01T13:00")).quiet()).isTrue();
        assertThat(siesta.at(berlin("2026-05-01T15:30")).quiet()).isFalse();
        assertThat(siesta.at(berlin("2026-05-01T12:59")).until())
                .isEqualTo(berlin("2026-05-01T13:00"));
        assertThat(siesta.at(berlin("2026-05-01T20:00")).until())
                .isEqualTo(berlin("2026-05-02T13:00"));
    }

    @Test
    void shouldEndBySummerTimeInTheShortNightAndByWinterTimeInTheLongOne() {
        QuietHours.Phase shortNight = NIGHT.at(berlin("2026-03-29T00:00"));
        QuietHours.Phase longNight = NIGHT.at(berlin("2026-10-25T00:00"));

        assertThat(Duration.between(shortNight.from(), shortNight.until())).hasHours(7);
        assertThat(shortNight.until()).isEqualTo(Instant.parse("2026-03-29T05:00:00Z"));
        assertThat(Duration.between(longNight.from(), longNight.until())).hasHours(9);
        assertThat(longNight.until()).isEqualTo(Instant.parse("2026-10-25T06:00:00Z"));
    }

    @Test
    void shouldEndWhereClocksSkipItsEnd() {
        // At 01:00Z clocks go from 02:00 to 03:00.
        assertThat(berlin(22, 0, 2, 30).at(Instant.parse("2026-03-29T00:30:00Z")).until())
                .isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
    }

    @Test
    void shouldEndOnceWhereItsEndIsThereTwice() {
        QuietHours early = berlin(22, 0, 2, 30);

        // 02:30 by summer time, an hour before it is 02:30 again.
        assertThat(early.at(Instant.parse("2026-10-25T00:29:59Z")).quiet()).isTrue();
        assertThat(early.at(Instant.parse("2026-10-25T00:30:00Z")).quiet()).isFalse();
        assertThat(early.at(Instant.parse("2026-10-25T01:15:00Z")).quiet()).isFalse();
    }

    @Test
    void shouldLeaveOutHoursThatClocksSkip() {
        QuietHours skipped = berlin(2, 10, 2, 50);

        assertThat(skipped.at(Instant.parse("2026-03-29T00:59:59Z")).quiet()).isFalse();
        assertThat(skipped.at(Instant.parse("2026-03-29T01:00:00Z")).quiet()).isFalse();
        assertThat(skipped.at(Instant.parse("2026-03-29T01:00:00Z")).until())
                .isEqualTo(berlin("2026-03-30T02:10"));
    }

    @Test
    void shouldRefuseToBeginWhenItEnds() {
        assertThatThrownBy(() -> berlin(7, 0, 7, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Phases follow each other without a gap, and each covers what it was asked about. */
    @Property
    void shouldCutTimeIntoPhasesThatMeet(
            @ForAll @IntRange(max = 1439) int from,
            @ForAll @IntRange(max = 1439) int to,
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second) {
        if (from == to) {
            return;
        }
        QuietHours hours =
                new QuietHours(
                        LocalTime.MIN.plusMinutes(from), LocalTime.MIN.plusMinutes(to), BERLIN);
        Instant instant = Instant.ofEpochSecond(second);
        QuietHours.Phase phase = hours.at(instant);
        QuietHours.Phase next = hours.at(phase.until());

        assertThat(phase.covers(instant)).isTrue();
        assertThat(next.from()).isEqualTo(phase.until());
        boolean skipped = from / 60 == 2 && to / 60 == 2;
        assertThat(next.quiet() != phase.quiet() || skipped).isTrue();
        assertThat(Duration.between(phase.from(), next.until()))
                .isBetween(Duration.ofHours(22), Duration.ofHours(50));
    }

    /** Where clocks are never changed it is what the time of day says. */
    @Property
    void shouldGoByTheTimeOfDay(
            @ForAll @IntRange(max = 1439) int from,
            @ForAll @IntRange(max = 1439) int to,
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second) {
        if (from == to) {
            return;
        }
        QuietHours hours =
                new QuietHours(
                        LocalTime.MIN.plusMinutes(from),
                        LocalTime.MIN.plusMinutes(to),
                        ZoneOffset.UTC);
        long time = second % 86_400;
        long begin = from * 60L;
        long end = to * 60L;
        boolean quiet = begin < end ? time >= begin && time < end : time >= begin || time < end;

        assertThat(hours.at(Instant.ofEpochSecond(second)).quiet()).isEqualTo(quiet);
    }
}
