package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class SharedValuesTest {

    private final SharedValues shared = new SharedValues();

    @Test
    void shouldGiveOneInstanceForEqualValues() {
        List<NotifyConfig> given =
                List.of(told("one"), told("one"), told("two"), told("one"), told("two"));

        List<NotifyConfig> kept = given.stream().map(shared::of).toList();

        assertThat(kept).isEqualTo(given);
        assertThat(kept.get(1)).isSameAs(kept.get(0));
        assertThat(kept.get(3)).isSameAs(kept.get(0));
        assertThat(kept.get(4)).isSameAs(kept.get(2));
        assertThat(kept.get(0)).isSameAs(given.get(0));
    }

    @Test
    void shouldTellClassesApart() {
        StatusRange range = shared.of(new StatusRange(200, 299));
        NotifyConfig told = shared.of(told("one"));

        assertThat(shared.of(new StatusRange(200, 299))).isSameAs(range);
        assertThat(shared.of(told("one"))).isSameAs(told);
    }

    private static NotifyConfig told(String destination) {
        return NotifyConfig.everything(List.of(destination));
    }
}
