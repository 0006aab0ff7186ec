package tori.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AnswerMemoryTest {

    private static final int MEBIBYTE = 1 << 20;

    private final AnswerMemory memory = new AnswerMemory(10L * MEBIBYTE);

    private Effort effort() {
        return new Effort(memory, () -> 0, 0);
    }

    @Test
    void shouldGiveNoMoreThanThereIs() throws Exception {
        try (Effort first = effort()) {
            first.hold(2L * MEBIBYTE);
            try (Effort second = effort()) {
                assertThatThrownBy(() -> second.hold(MEBIBYTE))
                        .isInstanceOf(CannotLookException.class)
                        .hasMessageContaining("large answers of other checks");
            }
        }
        try (Effort third = effort()) {
            third.hold(2L * MEBIBYTE);
        }
    }

    @Test
    void shouldGiveAllToWhatIsLargerThanThat() throws Exception {
        assertThat(memory.take(64L * MEBIBYTE, 0)).isEqualTo(10 * 1024);
        assertThatThrownBy(() -> memory.take(1, 0)).isInstanceOf(CannotLookException.class);
        memory.giveBack(10 * 1024);
        assertThat(memory.take(1, 0)).isEqualTo(1);
    }

    @Test
    void shouldLetOneLargeAnswerBeLookedThroughAtATime() throws Exception {
        try (Effort first = effort();
                Effort second = effort()) {
            first.takeTurn(AnswerMemory.SMALL_BYTES + 1);
            second.takeTurn(AnswerMemory.SMALL_BYTES);
            assertThatThrownBy(() -> second.takeTurn(AnswerMemory.SMALL_BYTES + 1))
                    .isInstanceOf(CannotLookException.class);
        }
        try (Effort third = effort()) {
            third.takeTurn(MEBIBYTE);
        }
    }
}
