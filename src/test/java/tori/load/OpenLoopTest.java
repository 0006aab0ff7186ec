package tori.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.time.SettableClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class OpenLoopTest {

    private final SettableClock clock = new SettableClock();
    private final OpenLoop loop =
            new OpenLoop(clock, nanos -> clock.advance(Duration.ofNanos(Math.max(0, nanos))));
    private final List<String> done = new ArrayList<>();
    private final long startNanos = clock.nanoTime();

    private OpenLoop.Step step(String name) {
        return (number, dueNanos) ->
                done.add(name + number + "@" + (dueNanos - startNanos) / 1_000_000);
    }

    @Test
    void shouldDoEachAtItsInstants() throws Exception {
        loop.at(2, step("a")).at(4, step("b")).run(Duration.ofSeconds(1));

        assertThat(done).containsExactly("a0@0", "b0@0", "b1@250", "a1@500", "b2@500", "b3@750");
        assertThat(clock.nanoTime() - startNanos).isEqualTo(1_000_000_000);
    }

    @Test
    void shouldMakeUpForWhatIsLate() throws Exception {
        loop.at(
                        10,
                        (number, dueNanos) -> {
                            step("a").at(number, dueNanos);
                            if (number == 1) {
                                clock.advance(Duration.ofMillis(250));
                            }
                        })
                .run(Duration.ofMillis(500));

        assertThat(done).containsExactly("a0@0", "a1@100", "a2@200", "a3@300", "a4@400");
        assertThat(clock.nanoTime() - startNanos).isEqualTo(500_000_000);
    }

    @Test
    void shouldEndSoonAfterTheDurationHoweverMuchIsLate() throws Exception {
        loop.at(
                        100,
                        (number, dueNanos) -> {
                            step("a").at(number, dueNanos);
                            clock.advance(Duration.ofMillis(500));
                        })
                .run(Duration.ofSeconds(1));

        assertThat(done).containsExactly("a0@0", "a1@10", "a2@20", "a3@30");
        assertThat(OpenLoop.due(100, Duration.ofSeconds(1))).isEqualTo(100);
        assertThat(OpenLoop.due(0, Duration.ofSeconds(1))).isZero();
        assertThat(OpenLoop.due(3, Duration.ofSeconds(1))).isEqualTo(3);
    }

    @Test
    void shouldNeverDoWhatHasNoRate() throws Exception {
        loop.at(0, step("a")).run(Duration.ofSeconds(1));

        assertThat(done).isEmpty();
    }
}
