package tori.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tori.time.SettableClock;

import java.time.Duration;

class EffortTest {

    private static final int LARGE_CHARS = AnswerMemory.SMALL_BYTES + 1;
    private static final int MANY_TICKS = 1_000;

    private final SettableClock clock = new SettableClock();
    private final AnswerMemory memory = new AnswerMemory(1 << 20);
    private final Effort effort =
            new Effort(memory, clock, clock.nanoTime() + Duration.ofSeconds(10).toNanos());

    @AfterEach
    void close() {
        effort.close();
    }

    @Test
    void shouldEndALargeAnswersTurnAfterTwoSeconds() throws Exception {
        effort.takeTurn(LARGE_CHARS);
        clock.advance(Duration.ofMillis(1_999));
        assertThatCode(this::work).doesNotThrowAnyException();

        clock.advance(Duration.ofMillis(1));
        assertThatThrownBy(this::work)
                .isInstanceOf(CannotLookException.class)
                .hasMessageContaining("two seconds");
    }

    @Test
    void shouldNotCountTheWaitForTheTurn() throws Exception {
        clock.advance(Duration.ofSeconds(5));
        effort.takeTurn(LARGE_CHARS);
        assertThatCode(this::work).doesNotThrowAnyException();
    }

    @Test
    void shouldLetASmallAnswerUseItsTimeUpToTheDeadline() throws Exception {
        effort.takeTurn(AnswerMemory.SMALL_BYTES);
        clock.advance(Duration.ofMillis(9_999));
        assertThatCode(this::work).doesNotThrowAnyException();

        clock.advance(Duration.ofMillis(1));
        assertThatThrownBy(this::work)
                .isInstanceOf(CannotLookException.class)
                .hasMessageContaining("looking through it takes longer");
    }

    @Test
    void shouldStopWhenInterruptedAndStayInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(this::work).isInstanceOf(CannotLookException.class);
        } finally {
            // Clears the flag for whoever uses this thread next, and says whether it was there.
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private void work() {
        for (int i = 0; i < MANY_TICKS; i++) {
            effort.tick();
        }
    }
}
