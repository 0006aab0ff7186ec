package tori.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.TreeMap;

/**
 * Random histories against a model. One that fails prints its seed; {@code -Dtori.seed=…} runs it
 * again, {@code -Dtori.seeds=…} runs more of them.
 */
class OutboxModelTest {

    private static final int SEEDS = Integer.getInteger("tori.seeds", 4_000);

    @Test
    void shouldLoseNothingAndKeepTheOrderInAnyHistory() {
        Map<String, Integer> seen = new TreeMap<>();
        Logger logger = (Logger) LoggerFactory.getLogger("tori.delivery");
        Level level = logger.getLevel();
        // Millions of lines would take longer than the histories.
        logger.setLevel(Level.OFF);
        try {
            liveAll(seen);
        } finally {
            logger.setLevel(level);
        }
    }

    private static void liveAll(Map<String, Integer> seen) {
        Long one = Long.getLong("tori.seed");
        if (one != null) {
            live(one, seen);
            return;
        }
        for (long seed = 0; seed < SEEDS; seed++) {
            live(seed, seen);
        }
        assertThat(seen)
                .as("what the histories were about")
                .containsKeys(
                        "Sent",
                        "Throttled",
                        "Refused",
                        "Gone",
                        "Failed",
                        "clock jump",
                        "crash",
                        "dead",
                        "dead after five",
                        "delivered",
                        "duplicate",
                        "empty departure",
                        "failover",
                        "first request",
                        "postponed",
                        "probe",
                        "restart",
                        "turned away");
    }

    private static void live(long seed, Map<String, Integer> seen) {
        try {
            new OutboxHistory(seed, seen).run();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed + " (-Dtori.seed=" + seed + ")", e);
        }
    }
}
