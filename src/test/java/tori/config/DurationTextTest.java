package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "30s, PT30S",
        "5m, PT5M",
        "2h, PT2H",
        "7d, PT168H",
        "1m30s, PT1M30S",
        "1h0m0.5s, PT1H0.5S",
        "1.5h, PT1H30M",
        "0, PT0S",
        "999999999d, PT23999999976H"
    })
    void shouldReadWhatPeopleWrite(String text, String duration) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.parse(duration));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1 s", "1w", "1S", "1e3s", ".5s", "1s30", "٣s"})
    void shouldRefuseEverythingElse(String text) {
        assertThat(DurationText.parse(text)).isNull();
    }

    @Property
    void shouldReadWhatItWrites(
            @ForAll @LongRange(min = 0, max = 10_000_000_000_000L) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
    }
}
