package tori.account;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class AttemptLimitTest {

    private static final Duration REFILL = Duration.ofSeconds(10);

    private long now = Long.MAX_VALUE - 1_000;
    private final AttemptLimit limit = new AttemptLimit(3, REFILL, 100, () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void shouldAllowABurstAndThenOneAfterTheOther() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.take("a")).isZero();
        }
        assertThat(limit.take("a")).isEqualTo(REFILL);
        pass(Duration.ofSeconds(4));
        assertThat(limit.take("a")).isEqualTo(Duration.ofSeconds(6));
        assertThat(limit.take("b")).isZero();
        pass(Duration.ofSeconds(6));
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isEqualTo(REFILL);
        pass(Duration.ofDays(1));
        for (int i = 0; i < 3; i++) {
            assertThat(limit.take("a")).isZero();
        }
        assertThat(limit.take("a")).isEqualTo(REFILL);
    }

    @Test
    void shouldNotCountWhatIsGivenBack() {
        for (int i = 0; i < 20; i++) {
            assertThat(limit.take("a")).isZero();
            limit.giveBack("a");
        }
        limit.giveBack("nobody");
        assertThat(limit.size()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhoHasNotTriedForLongest() {
        for (int i = 0; i < 3; i++) {
            limit.take("a");
        }
        for (int i = 0; i < 99; i++) {
            limit.take("other " + i);
        }
        assertThat(limit.take("a")).isPositive();
        for (int i = 0; i < 1_000; i++) {
            limit.take("more " + i);
        }
        assertThat(limit.size()).isEqualTo(100);
        assertThat(limit.take("a")).isZero();
    }

    @Property
    void shouldNeverAllowMoreThanTheBurstAndWhatTimeGives(
            @ForAll @Size(max = 200) List<@IntRange(max = 20) Integer> pauses) {
        long start = now;
        int allowed = 0;
        for (int pause : pauses) {
            pass(Duration.ofSeconds(pause));
            allowed += limit.take("a").isZero() ? 1 : 0;
            assertThat(allowed).isLessThanOrEqualTo((int) (3 + (now - start) / REFILL.toNanos()));
        }
    }
}
