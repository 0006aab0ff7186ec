package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What falls into maintenance. */
class SamplingTest {

    private static final MonitorId PAGE = new MonitorId("site", "page");
    private static final MonitorId OTHER = new MonitorId("other", "page");
    private static final Instant END = Instant.parse("2026-01-01T04:00:00Z");

    @Test
    void shouldNoteWhatFellIntoMaintenance() {
        List<Sample> kept = new ArrayList<>();
        Sampling sampling =
                new Sampling(
                        (_, sample) -> kept.add(sample),
                        (monitor, now) ->
                                monitor.equals(PAGE) && now.isBefore(END)
                                        ? Duration.between(now, END)
                                        : Duration.ZERO);
        Sample within = new Sample(END.toEpochMilli() - 1, Outcome.FAILED, 7);
        Sample after = new Sample(END.toEpochMilli(), Outcome.FAILED, 7);
        sampling.sampled(PAGE, within);
        sampling.sampled(OTHER, within);
        sampling.sampled(PAGE, after);
        assertThat(kept)
                .containsExactly(
                        new Sample(within.timeMillis(), Outcome.MAINTENANCE, 7), within, after);
    }
}
