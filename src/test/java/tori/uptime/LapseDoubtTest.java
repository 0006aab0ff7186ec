package tori.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tori.incident.CheckCause;
import tori.incident.CheckResult;
import tori.incident.CheckResult.Failed;
import tori.incident.CheckResult.Passed;
import tori.incident.CheckResult.Unknown;
import tori.time.Lapse;

import java.time.Duration;

/** What may be concluded from checks around a moment at which time did not go on as usual. */
class LapseDoubtTest {

    private static final Duration BEGAN = Duration.ofHours(100);

    private static Lapse stopped(Duration lasted) {
        return new Lapse(BEGAN.toNanos(), BEGAN.plus(lasted).toNanos(), lasted, Duration.ZERO);
    }

    private static Lapse set(Duration shift) {
        return new Lapse(BEGAN.toNanos(), BEGAN.toNanos(), Duration.ZERO, shift);
    }

    /**
     * @param after how long after the lapse the check began
     */
    private static CheckResult judge(CheckResult result, Duration after, @Nullable Lapse lapse) {
        long ended = lapse == null ? 0 : lapse.endedNanos();
        return LapseDoubt.judge(result, ended + after.toNanos(), lapse);
    }

    private static Failed failed(CheckCause cause) {
        return new Failed(cause, "did not answer", null);
    }

    @ParameterizedTest
    @EnumSource(CheckCause.class)
    void shouldBelieveEverythingWhileTimeGoesOn(CheckCause cause) {
        assertThat(judge(failed(cause), Duration.ZERO, null)).isEqualTo(failed(cause));
        assertThat(judge(failed(cause), Duration.ofHours(1), stopped(Duration.ofHours(9))))
                .isEqualTo(failed(cause));
    }

    @ParameterizedTest
    @EnumSource(
            value = CheckCause.class,
            names = {"DNS", "CONNECT", "TIMEOUT", "LATENCY", "TLS"})
    void shouldBlameNobodyForWhatItSleptThrough(CheckCause cause) {
        Lapse lapse = stopped(Duration.ofSeconds(8));
        assertThat(judge(failed(cause), Duration.ofSeconds(-9), lapse))
                .isEqualTo(new Unknown("tori itself stood still for 8 s (did not answer)"));
        assertThat(judge(failed(cause), Duration.ofSeconds(7), lapse)).isInstanceOf(Unknown.class);
        assertThat(judge(failed(cause), Duration.ofSeconds(8), lapse)).isEqualTo(failed(cause));
        Lapse night = stopped(Duration.ofHours(8));
        assertThat(judge(failed(cause), Duration.ofSeconds(29), night)).isInstanceOf(Unknown.class);
        assertThat(judge(failed(cause), Duration.ofSeconds(30), night)).isEqualTo(failed(cause));
    }

    @ParameterizedTest
    @EnumSource(
            value = CheckCause.class,
            names = {"STATUS", "CONTENT", "MISSED", "FORBIDDEN"})
    void shouldBelieveWhatWasAnswered(CheckCause cause) {
        assertThat(judge(failed(cause), Duration.ofSeconds(-1), stopped(Duration.ofHours(8))))
                .isEqualTo(failed(cause));
    }

    @Test
    void shouldNotBelieveCertificatesBadBecauseAClockWasSet() {
        for (Duration shift : new Duration[] {Duration.ofDays(4_000), Duration.ofDays(-9)}) {
            Lapse lapse = set(shift);
            assertThat(judge(failed(CheckCause.TLS), Duration.ofMinutes(9), lapse))
                    .isEqualTo(
                            new Unknown(
                                    "the clock of this machine was set by "
                                            + Math.abs(shift.toDays())
                                            + " d (did not answer)"));
            assertThat(judge(failed(CheckCause.TLS), Duration.ofMinutes(10), lapse))
                    .as("it stayed like this: now it may be right")
                    .isEqualTo(failed(CheckCause.TLS));
            assertThat(judge(failed(CheckCause.CONNECT), Duration.ofSeconds(1), lapse))
                    .isEqualTo(failed(CheckCause.CONNECT));
        }
        assertThat(judge(failed(CheckCause.TLS), Duration.ZERO, set(Duration.ofMinutes(-59))))
                .isEqualTo(failed(CheckCause.TLS));
    }

    @Test
    void shouldNotTakeTheTimeItSleptForThatOfAnAnswer() {
        Passed passed = new Passed(Duration.ofSeconds(9));
        Lapse lapse = stopped(Duration.ofSeconds(8));
        assertThat(judge(passed, Duration.ofSeconds(-9), lapse))
                .isEqualTo(new Passed(Duration.ZERO));
        assertThat(judge(passed, Duration.ZERO, lapse)).isEqualTo(passed);
        Unknown unknown = new Unknown("no network");
        assertThat(judge(unknown, Duration.ofSeconds(-9), lapse)).isEqualTo(unknown);
    }
}
