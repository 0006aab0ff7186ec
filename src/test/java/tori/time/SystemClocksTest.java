package tori.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SystemClocksTest {

    @Test
    void shouldSleepNoShorterThanAsked() throws InterruptedException {
        NanoClock clock = SystemClocks.monotonic();
        long before = clock.nanoTime();

        SystemClocks.sleeper().sleep(2_000_000);

        assertThat(clock.nanoTime() - before).isGreaterThanOrEqualTo(2_000_000);
    }

    @Test
    void shouldNotMindWaitsThatAreOver() throws InterruptedException {
        SystemClocks.sleeper().sleep(Long.MIN_VALUE);
    }

    @Test
    void shouldHonourInterrupts() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> SystemClocks.sleeper().sleep(1))
                .isInstanceOf(InterruptedException.class);
    }
}
