package tori.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tori.model.Condition;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Telling;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What becomes of the incident of a monitor that is watched no more. */
class WatchEndTest {

    private static final MonitorId ID = new MonitorId("site", "page");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = START.plusSeconds(600);

    private static final Incident OPEN =
            new Incident(
                    new UUID(7, 1),
                    ID,
                    "timeout",
                    "too slow",
                    START,
                    START,
                    null,
                    Telling.NOBODY.held("router is down"));

    private static Standing standing(@Nullable Incident open) {
        return new Standing(Condition.DOWN, START, 3, 0, START, open, 4);
    }

    private static WatchEnd end(Gate.Ending ending, @Nullable Instant toldOver) {
        return new WatchEnd(
                new Gate() {
                    @Override
                    public Answer ask(Incident incident, long sequence) {
                        throw new AssertionError("nothing opens here");
                    }

                    @Override
                    public Ending leave(Incident incident) {
                        return ending;
                    }

                    @Override
                    public @Nullable Instant toldOver(Incident incident) {
                        return toldOver;
                    }
                });
    }

    private static Step step(WatchEnd end, Incident open, boolean silent) {
        Step step = end.of(ID, standing(open), silent, NOW);
        assertThat(step).isNotNull();
        assertThat(step.standing().open()).isNull();
        assertThat(step.standing().condition()).isEqualTo(Condition.UNKNOWN);
        assertThat(step.history().incidents()).hasSize(1);
        assertThat(step.history().incidents().getFirst().closedAt()).isNotNull();
        assertThat(step.history().transitions().getFirst().detail()).isEqualTo("no longer watched");
        return step;
    }

    private static List<String> told(Step step) {
        return step.told().stream().map(one -> one.kind() + " " + one.sequence()).toList();
    }

    @Test
    void shouldTellThatItIsOverWhatSomebodyWasTold() {
        Incident known = OPEN.with(Telling.NOBODY.told(null));
        Step step = step(end(Gate.Ending.OWN, null), known, false);
        assertThat(told(step)).containsExactly("UNWATCHED 5");
        assertThat(step.standing().sequence()).isEqualTo(5);
        assertThat(told(step(end(Gate.Ending.OWN, null), known, true))).isEmpty();
        Step elsewhere = step(end(Gate.Ending.TOLD, null), OPEN, false);
        assertThat(told(elsewhere))
                .as("its beginning was the fifth")
                .containsExactly("UNWATCHED 6");
    }

    @Test
    void shouldTellBothOfWhatWaitedAndNothingOfWhatWasHeldBack() {
        assertThat(told(step(end(Gate.Ending.LATER, null), OPEN, false)))
                .containsExactly("OPENED 5", "UNWATCHED 6");
        assertThat(told(step(end(Gate.Ending.OWN, null), OPEN, false))).isEmpty();
        Step over = step(end(Gate.Ending.OWN, START.plusSeconds(4)), OPEN, false);
        assertThat(told(over)).as("both were told together").isEmpty();
        assertThat(over.standing().sequence()).isEqualTo(6);
        assertThat(end(Gate.Ending.OWN, null).of(ID, standing(null), false, NOW)).isNull();
    }
}
