package tori.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.time.QuietHours;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;

/** A destination at which deliveries wait for the end of quiet hours. It begins at midnight. */
class OutboxQuietTest {

    private static final QuietHours NIGHT =
            new QuietHours(LocalTime.of(23, 0), LocalTime.of(7, 0), ZoneOffset.UTC);

    private final OutboxBench bench = new OutboxBench();

    private void replace(QuietHours quiet) {
        bench.outbox.replace("a", new LaneTerms(1, 1, List.of(), quiet));
        bench.tried("a");
    }

    @Test
    void shouldWaitForTheEndOfQuietHoursAndKeepTheOrder() throws Exception {
        bench.add("a", 1, 1);
        replace(NIGHT);
        bench.begin();
        bench.owe("a", 1, 2);
        assertThat(bench.waiting("a")).isZero();
        assertThat(bench.outbox.pass()).isBetween(1L, Duration.ofMinutes(1).toNanos());
        bench.sleep(Duration.ofHours(6).plusMinutes(59));
        assertThat(bench.waiting("a")).isZero();
        assertThat(bench.states()).containsOnly(DeliveryState.PENDING);
        assertThat(bench.condition("a")).isEqualTo(OutboxStatus.Condition.HEALTHY);

        bench.sleep(Duration.ofMinutes(1));
        bench.departAll("a");

        assertThat(bench.receiver.requests).containsExactly(List.of(1L), List.of(2L));
        assertThat(bench.states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void shouldGiveBackWhatIsAtHandWhenQuietHoursBegin() throws Exception {
        bench.add("a", 1, 1);
        replace(NIGHT);
        bench.begin();
        bench.sleep(Duration.ofHours(22).plusMinutes(59));
        bench.owe("a", 1, 2);
        assertThat(bench.waiting("a")).isEqualTo(1);
        bench.sleep(Duration.ofMinutes(1));
        bench.departAll("a");
        assertThat(bench.receiver.requests).isEmpty();
        assertThat(bench.states()).containsOnly(DeliveryState.PENDING);
        bench.sleep(Duration.ofHours(8));
        bench.departAll("a");
        assertThat(bench.receiver.requests).hasSize(2);
    }

    @Test
    void shouldSendAtOnceWhenTheHoursAreTakenOut() throws Exception {
        bench.add("a", 1, 1);
        replace(NIGHT);
        bench.begin();
        bench.owe("a", 1);
        assertThat(bench.waiting("a")).isZero();
        bench.outbox.replace("a", new LaneTerms(1, 1, List.of()));
        bench.departAll("a");
        assertThat(bench.receiver.requests).containsExactly(List.of(1L));
    }
}
