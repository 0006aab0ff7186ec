package tori.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.metrics.model.snapshots.Labels;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import tori.time.SettableClock;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

final class DurationSummaryTest {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The widths of an HdrHistogram of two digits. */
    private static final double RESOLUTION = 0.01;

    /** Each list is what a minute brings, and ends with a scrape. */
    @Property(tries = 200)
    void shouldShowTheLongestAndTheMedianOfItsWindow(
            @ForAll @Size(max = 20)
                    List<@Size(max = 30) List<@LongRange(min = 1, max = 3_000_000) Long>> minutes) {
        SettableClock clock = new SettableClock();
        DurationSummary summary = new DurationSummary(clock, Labels.EMPTY);
        Deque<List<Long>> inWindow = new ArrayDeque<>();
        long count = 0;
        for (List<Long> millis : minutes) {
            clock.advance(Duration.ofMinutes(1));
            millis.forEach(value -> summary.record(value * NANOS_PER_MILLI));
            count += millis.size();
            inWindow.addLast(millis);
            if (inWindow.size() > DurationSummary.SLOTS) {
                inWindow.removeFirst();
            }

            DurationSummary.Reading reading = summary.read();
            List<Long> sorted = new ArrayList<>();
            inWindow.forEach(sorted::addAll);
            sorted.sort(null);

            assertThat(reading.summary().getCount()).isEqualTo(count);
            double median = reading.summary().getQuantiles().get(0).getValue();
            if (sorted.isEmpty()) {
                assertThat(median).isNaN();
                assertThat(reading.maxSeconds()).isNaN();
            } else {
                about(median, sorted.get((sorted.size() - 1) / 2));
                about(reading.maxSeconds(), sorted.getLast());
            }
        }
    }

    private static void about(double seconds, long millis) {
        assertThat(seconds).isCloseTo(millis / 1e3, within(millis / 1e3 * RESOLUTION));
    }
}
