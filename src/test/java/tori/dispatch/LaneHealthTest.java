package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.time.SettableClock;

import java.time.Duration;

class LaneHealthTest {

    private final SettableClock clock = new SettableClock();
    private final LaneHealth health = new LaneHealth(clock);
    private final Event event = Events.price(1, 1);

    private long in(Duration time) {
        return clock.nanoTime() + time.toNanos();
    }

    @Test
    void shouldBeProbedOnceWhenItIsTime() {
        assertThat(health.failed(in(Duration.ofSeconds(2)))).isTrue();
        assertThat(health.failed(in(Duration.ofSeconds(2)))).isFalse();
        assertThat(health.isHealthy()).isFalse();
        assertThat(health.tryProbe(event)).isFalse();
        clock.advance(Duration.ofSeconds(2));
        assertThat(health.tryProbe(event)).isTrue();
        assertThat(health.tryProbe(Events.price(2, 2))).isFalse();
        assertThat(health.isProbe(event)).isTrue();
        assertThat(health.isProbe(Events.price(2, 2))).isFalse();
        assertThat(health.taken()).isTrue();
        assertThat(health.isHealthy()).isTrue();
        assertThat(health.taken()).isFalse();
    }

    @Test
    void shouldBeProbedAgainWhereAProbeWasLost() {
        health.failed(in(Duration.ZERO));
        assertThat(health.tryProbe(event)).isTrue();
        clock.advance(Duration.ofSeconds(89));
        assertThat(health.tryProbe(event)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(health.tryProbe(event)).isTrue();
    }

    @Test
    void shouldTakeEventsAgainWhenItsPauseIsOver() {
        health.paused(in(Duration.ofMinutes(1)));
        assertThat(health.isHealthy()).isFalse();
        assertThat(health.tryProbe(event)).isFalse();
        clock.advance(Duration.ofMinutes(1));
        assertThat(health.isHealthy()).isTrue();
    }

    @Test
    void shouldStayGoneWhateverIsStillUnderWay() {
        health.gone();
        health.taken();
        health.failed(in(Duration.ZERO));
        health.paused(in(Duration.ZERO));
        assertThat(health.isHealthy()).isFalse();
        assertThat(health.tryProbe(event)).isFalse();
        health.renew();
        assertThat(health.isHealthy()).isTrue();
    }
}
