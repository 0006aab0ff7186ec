package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;

class EventIdConverterTest {

    private final EventIdConverter converter = new EventIdConverter();

    @Test
    void shouldReadAnId() {
        UUID id = UUID.fromString("0197c3a2-8f4e-7c11-9d2b-5e6f7a8b9c0d");
        assertThat(converter.convert(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"junk", "", "../../x", "0"})
    void shouldSayOfWhatIsNoneHowOneLooks(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .hasMessageStartingWith("\"" + text + "\" is no event's id; it looks like 0197")
                .hasMessageNotContaining("java");
    }

    @Test
    void shouldNotRepeatALongText() {
        assertThatThrownBy(() -> converter.convert("9".repeat(5_000)))
                .hasMessageContaining("…")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }
}
