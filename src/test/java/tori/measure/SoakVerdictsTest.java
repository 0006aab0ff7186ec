package tori.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

class SoakVerdictsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final double SHORT_PAUSES_NANOS = 300_000;

    /** A look each minute, at what neither grows nor shrinks. */
    private static List<SoakSample> hour(UnaryOperator<SoakSample> seen) {
        List<SoakSample> samples = new ArrayList<>();
        for (int minute = 0; minute < 60; minute++) {
            samples.add(seen.apply(new SoakSample(minute * 60.0, 35, 21, 19, 120, 31)));
        }
        return samples;
    }

    private static double minute(SoakSample sample) {
        return sample.seconds() / 60;
    }

    private static SoakSample withSockets(SoakSample sample, int sockets) {
        return new SoakSample(
                sample.seconds(),
                sample.threads(),
                sockets,
                sample.files(),
                sample.residentMib(),
                sample.liveMib());
    }

    private static SoakVerdicts verdicts(UnaryOperator<SoakSample> seen) {
        return new SoakVerdicts(HOUR, hour(seen), true, SHORT_PAUSES_NANOS);
    }

    @Test
    void shouldHoldWhereNothingGrows() {
        SoakVerdicts verdicts = verdicts(sample -> sample);

        assertThat(verdicts.allHold()).isTrue();
        assertThat(verdicts.byName())
                .containsOnlyKeys(
                        "load_complete",
                        "live_heap_mib",
                        "threads",
                        "files",
                        "sockets",
                        "gc_pause_p99")
                .allSatisfy((_, verdict) -> assertThat(verdict).contains("\"holds\": true"));
    }

    @Test
    void shouldFindALeakOfAFileInFiveMinutes() {
        SoakVerdicts verdicts =
                verdicts(sample ->
                        new SoakSample(
                                sample.seconds(),
                                sample.threads(),
                                sample.sockets(),
                                sample.files() + (int) (minute(sample) / 5),
                                sample.residentMib(),
                                sample.liveMib()));

        assertThat(verdicts.allHold()).isFalse();
        assertThat(verdicts.byName().get("files")).contains("\"holds\": false");
        assertThat(verdicts.byName().get("threads")).contains("\"holds\": true");
    }

    @Test
    void shouldFindALeakOfASocketInFourMinutesButNoneInAMomentThatNeedsMany() {
        SoakVerdicts leak =
                verdicts(sample ->
                        withSockets(sample, sample.sockets() + (int) (minute(sample) / 4)));
        SoakVerdicts moment =
                verdicts(sample ->
                        withSockets(sample, minute(sample) < 45 || minute(sample) > 58 ? 21 : 60));

        assertThat(leak.byName().get("sockets")).contains("\"holds\": false");
        assertThat(moment.allHold()).isTrue();
    }

    @Test
    void shouldFindALiveHeapThatGrowsOnceItsBoundedMemoriesAreFull() {
        SoakVerdicts filling =
                verdicts(sample -> sample.withLiveMib(Math.min(31, 16 + minute(sample))));
        SoakVerdicts leak = verdicts(sample -> sample.withLiveMib(31 + minute(sample) / 10));

        assertThat(filling.allHold()).isTrue();
        assertThat(leak.byName().get("live_heap_mib")).contains("\"holds\": false");
    }

    @Test
    void shouldNotHoldWithLongPausesOrHalfALoad() {
        List<SoakSample> samples = hour(sample -> sample);

        assertThat(new SoakVerdicts(HOUR, samples, false, SHORT_PAUSES_NANOS).byName())
                .containsEntry("load_complete", "{\"holds\": false}");
        SoakVerdicts pauses = new SoakVerdicts(HOUR, samples, true, 1_000_000);
        assertThat(pauses.allHold()).isFalse();
        assertThat(pauses.byName().get("gc_pause_p99"))
                .isEqualTo("{\"value_ms\": 1.000, \"below_ms\": 1, \"holds\": false}");
    }

    @Test
    void shouldSayOfAShortRunThatItIsNotJudged() {
        SoakVerdicts verdicts =
                new SoakVerdicts(
                        Duration.ofMinutes(5),
                        hour(sample -> sample).subList(0, 5),
                        true,
                        SHORT_PAUSES_NANOS);

        assertThat(verdicts.allHold()).isTrue();
        assertThat(verdicts.byName().get("threads")).contains("too short to judge");
        assertThat(verdicts.byName().get("live_heap_mib")).contains("too short to judge");
    }

    @Test
    void shouldLeaveOutLooksThatDidNotCollect() {
        List<SoakSample> samples =
                hour(sample -> minute(sample) % 5 == 0 ? sample : sample.withLiveMib(Double.NaN));

        assertThat(new SoakVerdicts(HOUR, samples, true, SHORT_PAUSES_NANOS).allHold()).isTrue();
    }
}
