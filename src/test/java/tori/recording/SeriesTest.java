package tori.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class SeriesTest {

    private final Series series = new Series();

    private void add(long second, double value) {
        series.add(Instant.ofEpochSecond(second), value);
    }

    @Test
    void shouldFindTheSlopeOfALine() {
        for (int i = 0; i < 10; i++) {
            add(60 * i, 5 + 2 * i);
        }

        assertThat(series.slopePerHour()).isCloseTo(120, within(1e-9));
    }

    @Test
    void shouldFindTheSlopeOfAnUnevenCloud() {
        add(0, 1);
        add(3_600, 2);
        add(7_200, 6);

        assertThat(series.slopePerHour()).isCloseTo(2.5, within(1e-9));
    }

    @Test
    void shouldCompareTheFirstQuarterWithTheLast() {
        add(700, 90);
        for (int i = 0; i < 7; i++) {
            add(i, i);
        }

        assertThat(series.early()).isEqualTo(0.5);
        assertThat(series.late()).isEqualTo(48);
        assertThat(series.max()).isEqualTo(90);
    }

    @Test
    void shouldHaveNoTrendOfNothing() {
        assertThat(series.early()).isZero();
        assertThat(series.late()).isZero();
        assertThat(series.slopePerHour()).isZero();
        add(5, 3);
        add(5, 4);
        assertThat(series.slopePerHour()).isZero();
    }

    @Test
    void shouldNotMakeATrendOfASmallPartOfAnHour() {
        assertThat(series.hasTrend()).isFalse();
        add(299, 2);
        add(0, 1);
        assertThat(series.hasTrend()).isFalse();
        add(300, 3);
        assertThat(series.hasTrend()).isTrue();
    }
}
