package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.time.SettableClock;

import java.time.Duration;

class InvalidBudgetTest {

    private final SettableClock clock = new SettableClock();

    @Test
    void shouldCloseAfterAThousandAnswersUntilTheOldestIsTenMinutesOld() {
        InvalidBudget budget = new InvalidBudget(clock);
        budget.count();
        clock.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 998; i++) {
            budget.count();
        }
        assertThat(budget.closedFor()).isZero();

        clock.advance(Duration.ofMinutes(1));
        budget.count();
        assertThat(budget.closedFor()).isEqualTo(Duration.ofMinutes(8));

        clock.advance(Duration.ofMinutes(8));
        assertThat(budget.closedFor()).isZero();

        budget.count();
        assertThat(budget.closedFor()).isEqualTo(Duration.ofMinutes(1));
    }
}
