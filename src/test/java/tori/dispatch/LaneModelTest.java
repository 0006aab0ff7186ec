package tori.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.util.EnumMap;
import java.util.Map;

/**
 * A thousand random histories of lanes that share a dispatcher, each against rules that hold in all
 * of them; {@link LaneHistory} has the rules.
 */
class LaneModelTest {

    private static final int HISTORIES = 1_000;
    private static final int STEPS = 250;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Lane.class.getPackageName());

    /** Every refusal and bug is logged, and here there are many. */
    @BeforeEach
    void beQuiet() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void logAgain() {
        logger.setLevel(null);
    }

    @Test
    void shouldHoldItsRulesInEveryHistory() {
        Map<LaneHistory.Seen, Integer> seen = new EnumMap<>(LaneHistory.Seen.class);
        for (int seed = 0; seed < HISTORIES; seed++) {
            try {
                LaneHistory history = new LaneHistory(seed);
                for (int step = 0; step < STEPS; step++) {
                    history.step();
                }
                history.finish();
                history.seen().forEach((what, times) -> seen.merge(what, times, Integer::sum));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(seen)
                .as("histories without these show nothing")
                .containsOnlyKeys(LaneHistory.Seen.values());
    }
}
