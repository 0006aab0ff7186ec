package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import tori.model.Rate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class WindowGaugeTest {

    private static final int STEPS = 200;

    /** Counts what a list would, up to the limit, whatever the limit was before. */
    @Property(tries = 200)
    void shouldCountWhatWasCompletedWithinTheWindow(
            @ForAll @IntRange(min = 1, max = 6) int first,
            @ForAll @IntRange(min = 1, max = 6) int second,
            @ForAll @IntRange(min = 1, max = 50) int perNanos,
            @ForAll @LongRange(min = Long.MAX_VALUE - 500, max = Long.MAX_VALUE) long start,
            @ForAll long seed) {
        Random random = new Random(seed);
        int changed = random.nextInt(STEPS);
        int limit = Math.max(first, second);
        Rate before = new Rate(limit, Duration.ofNanos(perNanos));
        Rate after = new Rate(second, Duration.ofNanos(perNanos));
        WindowGauge gauge = new WindowGauge(before);
        List<Integer> completed = new ArrayList<>();
        int now = 0;
        for (int step = 0; step < STEPS; step++) {
            now += random.nextInt(4);
            Rate rate = step < changed ? before : after;
            if (random.nextBoolean()) {
                gauge.completed(rate, start + now);
                completed.add(now);
            }
            int instant = now;
            long recent = completed.stream().filter(each -> instant - each <= perNanos).count();
            WindowGauge.Reading reading = gauge.read(start + now);
            assertThat(reading.completed()).isEqualTo(Math.min(recent, reading.rate().limit()));
        }
    }
}
