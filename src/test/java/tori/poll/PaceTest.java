package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;

class PaceTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final Tempo TEMPO =
            new Tempo(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(2),
                    Duration.ofHours(1));

    private final Pace pace = new Pace(TEMPO, 30 * SECOND, 0);

    @Test
    void shouldBeRegularUntilSomethingIsKnown() {
        assertThat(pace.intervalNanos()).isEqualTo(30 * SECOND);
        pace.quiet(30 * SECOND);
        pace.quiet(59 * MINUTE);
        assertThat(pace.intervalNanos()).isEqualTo(30 * SECOND);
    }

    @Test
    void shouldBeFastAfterAChangeAndThenReturnToRegular() {
        assertThat(pace.changed(0)).isTrue();
        assertThat(pace.changed(SECOND)).isFalse();
        assertThat(pace.intervalNanos()).isEqualTo(5 * SECOND);
        pace.quiet(5 * MINUTE);
        assertThat(pace.intervalNanos()).isEqualTo(5 * SECOND);
        pace.quiet(SECOND + 5 * MINUTE);
        assertThat(pace.intervalNanos()).isEqualTo(10 * SECOND);
        pace.quiet(11 * SECOND + 5 * MINUTE);
        assertThat(pace.intervalNanos()).isEqualTo(20 * SECOND);
        pace.quiet(31 * SECOND + 5 * MINUTE);
        assertThat(pace.intervalNanos()).isEqualTo(30 * SECOND);
    }

    @Test
    void shouldBeSlowWhereNothingChangesUntilSomethingDoes() {
        pace.quiet(60 * MINUTE);
        assertThat(pace.intervalNanos()).isEqualTo(60 * SECOND);
        pace.quiet(61 * MINUTE);
        assertThat(pace.intervalNanos()).isEqualTo(120 * SECOND);
        pace.quiet(63 * MINUTE);
        assertThat(pace.intervalNanos()).isEqualTo(120 * SECOND);
        assertThat(pace.changed(65 * MINUTE)).isTrue();
        assertThat(pace.intervalNanos()).isEqualTo(5 * SECOND);
    }

    @Test
    void shouldNotBeFasterThanRegularForASiteThatSaysTooMany() {
        pace.changed(0);
        pace.refused();
        assertThat(pace.intervalNanos()).isEqualTo(30 * SECOND);
        pace.quiet(SECOND);
        assertThat(pace.intervalNanos()).isEqualTo(30 * SECOND);
        pace.quiet(60 * MINUTE);
        pace.refused();
        assertThat(pace.intervalNanos()).isEqualTo(60 * SECOND);
    }

    /** Whatever happens: within its bounds, down at once, up by doubling, the same every time. */
    @Property
    void shouldNeverLeaveItsBounds(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int fastest,
            @ForAll @IntRange(min = 0, max = 300) int more,
            @ForAll @IntRange(min = 0, max = 3000) int evenMore) {
        long regular = (fastest + more) * SECOND;
        Tempo tempo =
                new Tempo(
                        Duration.ofSeconds(fastest),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(fastest + more + evenMore),
                        Duration.ofHours(1));
        Random random = new Random(seed);
        Pace any = new Pace(tempo, regular, 0);
        Pace same = new Pace(tempo, regular, 0);
        long now = 0;
        for (int i = 0; i < 200; i++) {
            now += 1 + random.nextLong(10 * MINUTE);
            long before = any.intervalNanos();
            switch (random.nextInt(8)) {
                case 0 -> {
                    boolean sooner = any.changed(now);
                    same.changed(now);
                    assertThat(any.intervalNanos()).isEqualTo(tempo.fastest().toNanos());
                    assertThat(sooner).isEqualTo(any.intervalNanos() < before);
                }
                case 1 -> {
                    any.refused();
                    same.refused();
                    assertThat(any.intervalNanos()).isEqualTo(Math.max(before, regular));
                }
                default -> {
                    any.quiet(now);
                    same.quiet(now);
                    assertThat(any.intervalNanos()).isBetween(before, 2 * before);
                }
            }
            assertThat(any.intervalNanos())
                    .isBetween(tempo.fastest().toNanos(), tempo.slowest().toNanos())
                    .isEqualTo(same.intervalNanos());
        }
    }

    /** Left alone, every interval ends at the slowest, and passes the regular one on its way. */
    @Property
    void shouldReturnToRegularAndThenBecomeSlow(@ForAll @IntRange(min = 1, max = 30) int fastest) {
        Tempo tempo =
                new Tempo(
                        Duration.ofSeconds(fastest),
                        TEMPO.fastFor(),
                        TEMPO.slowest(),
                        TEMPO.slowAfter());
        Pace any = new Pace(tempo, 30 * SECOND, 0);
        any.changed(0);
        long now = 0;
        while (now < 60 * MINUTE) {
            if (now < 5 * MINUTE) {
                assertThat(any.intervalNanos()).isEqualTo(fastest * SECOND);
            } else if (now > 7 * MINUTE) {
                assertThat(any.intervalNanos()).isEqualTo(30 * SECOND);
            }
            now += any.intervalNanos();
            any.quiet(now);
        }
        for (int i = 0; i < 3; i++) {
            now += any.intervalNanos();
            any.quiet(now);
        }
        assertThat(any.intervalNanos()).isEqualTo(120 * SECOND);
    }
}
