package tori.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Clocks that do not go on as they should. */
class LapseWatchTest {

    private final SettableClock clock = new SettableClock();
    private Duration shift = Duration.ZERO;
    private final LapseWatch watch =
            new LapseWatch(
                    clock,
                    () -> clock.instant().plus(shift),
                    nanos -> new CountDownLatch(1).await());

    @Test
    void shouldNoticeNothingWhileBothClocksGoOn() {
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMillis(1_999));
            assertThat(watch.last()).isNull();
        }
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMillis(500));
            shift = shift.plusMillis(50);
            assertThat(watch.last()).as("a clock that is slewed").isNull();
        }
    }

    @Test
    void shouldNoticeThatTheProcessWasStopped() {
        clock.advance(Duration.ofSeconds(1));
        watch.last();
        clock.advance(Duration.ofSeconds(90));
        Lapse lapse = watch.last();
        assertThat(lapse)
                .isEqualTo(
                        new Lapse(
                                Duration.ofSeconds(1).toNanos(),
                                Duration.ofSeconds(91).toNanos(),
                                Duration.ofSeconds(90),
                                Duration.ZERO));
        assertThat(lapse.stoodStill()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(watch.last()).as("it is remembered").isEqualTo(lapse);
    }

    @Test
    void shouldNoticeThatTheMachineSleptThoughOneClockSleptWithIt() {
        clock.advance(Duration.ofMillis(300));
        shift = Duration.ofHours(8);
        assertThat(watch.last())
                .isEqualTo(
                        new Lapse(
                                0,
                                Duration.ofMillis(300).toNanos(),
                                Duration.ofHours(8).plusMillis(300),
                                Duration.ofHours(8)));
    }

    @Test
    void shouldTellAClockThatWasSetBackFromOneThatStoodStill() {
        clock.advance(Duration.ofMillis(300));
        shift = Duration.ofDays(-4_000);
        Lapse lapse = watch.last();
        assertThat(lapse).isNotNull();
        assertThat(lapse.stoodStill()).isFalse();
        assertThat(lapse.shift()).isEqualTo(Duration.ofDays(-4_000));
        clock.advance(Duration.ofSeconds(5));
        shift = shift.minusHours(1);
        assertThat(watch.last().lasted()).isEqualTo(Duration.ofSeconds(5));
    }
}
