package tori.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import tori.delivery.MemoryDeliveryStore.Row;
import tori.model.Answer;
import tori.model.SendResult;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Deliveries that always fail, each in its own way, among good ones at a destination that is well:
 * the good ones arrive soon and the others end. One that fails prints its seed.
 */
class OutboxPoisonTest {

    private static final int SEEDS = 300;
    private static final int GOOD = 30;

    private static final List<SendResult> WAYS_TO_FAIL =
            List.of(
                    new SendResult.Failed("500", false, false, new Answer(500, "")),
                    new SendResult.Failed("503", false, true, new Answer(503, "")),
                    new SendResult.Failed("504", true, true, new Answer(504, "")),
                    new SendResult.Failed("timeout", true, false, Answer.NONE),
                    new SendResult.Refused("400"));

    /** One life with so many poison deliveries, which are the first, the last, or between. */
    private static final class Life {
        private final Random random;
        private final OutboxBench bench = new OutboxBench();
        private final Map<Long, SendResult> poison = new HashMap<>();
        private final int poisons;
        private final int inFlight;

        Life(long seed) {
            random = new Random(seed);
            poisons = 1 + random.nextInt(20);
            inFlight = 1 + random.nextInt(4);
        }

        void live() throws Exception {
            bench.add("a", 1, inFlight);
            bench.begin();
            accept();
            long seconds = 0;
            while (seconds < 900 && !isGoodDone()) {
                second();
                seconds++;
            }
            assertThat(isGoodDone()).as("good ones arrived within 15 minutes").isTrue();
            // Some good ones now and then, as in life: without them nobody can tell whose fault
            // it is, and what fails for ever takes longer to end.
            for (int i = 0; i < 7_200 && !isAllDone(); i++) {
                if (i % 20 == 0) {
                    bench.owe("a", 1_000 + i);
                }
                second();
            }
            for (Row row : bench.store.rows()) {
                assertThat(row.station.state())
                        .as("%s %s", row.id, row.attempts)
                        .isEqualTo(
                                poison.containsKey(row.id)
                                        ? DeliveryState.FAILED
                                        : DeliveryState.DELIVERED);
            }
        }

        private void accept() {
            int place = random.nextInt(3);
            for (int i = 1; i <= poisons + GOOD; i++) {
                boolean isPoison =
                        switch (place) {
                            case 0 -> i <= poisons;
                            case 1 -> i > GOOD;
                            default -> poison.size() < poisons && random.nextBoolean();
                        };
                if (isPoison) {
                    poison.put((long) i, WAYS_TO_FAIL.get(random.nextInt(WAYS_TO_FAIL.size())));
                }
                bench.owe("a", i);
            }
        }

        private void second() throws Exception {
            while (bench.waiting("a") > 0) {
                Trip trip = (Trip) bench.of("a").take(random.nextInt(bench.waiting("a")));
                Batch batch = trip.begin(1, 1);
                if (batch != null) {
                    long id = batch.oldest().id();
                    trip.end(batch, poison.getOrDefault(id, SendResult.Sent.NOW));
                }
            }
            bench.sleep(Duration.ofSeconds(1));
        }

        private boolean isGoodDone() {
            return bench.store.rows().stream()
                    .allMatch(row -> poison.containsKey(row.id) || !row.station.state().isOpen());
        }

        private boolean isAllDone() {
            return bench.store.rows().stream().noneMatch(row -> row.station.state().isOpen());
        }
    }

    @Test
    void shouldDeliverWhatIsGoodSoonAndEndWhatIsNot() {
        Logger logger = (Logger) LoggerFactory.getLogger("tori.delivery");
        Level level = logger.getLevel();
        logger.setLevel(Level.OFF);
        try {
            for (long seed = 0; seed < SEEDS; seed++) {
                try {
                    new Life(seed).live();
                } catch (Exception | AssertionError e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        } finally {
            logger.setLevel(level);
        }
    }
}
