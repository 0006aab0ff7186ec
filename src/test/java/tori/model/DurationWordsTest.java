package tori.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;

class DurationWordsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.9S, 0 s",
        "PT4S, 4 s",
        "PT3M12S, 3 m 12 s",
        "PT3M, 3 m",
        "PT5H59M59S, 5 h 59 m",
        "P2DT3H4M, 2 d 3 h",
        "P400D, 400 d",
        "-PT5S, 0 s"
    })
    void shouldSayItsTwoLargestUnits(Duration lasted, String words) {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(DurationWords.between(from, from.plus(lasted))).isEqualTo(words);
    }
}
