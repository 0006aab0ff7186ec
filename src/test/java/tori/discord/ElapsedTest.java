package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class ElapsedTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 ms",
        "PT0.0389S, 38 ms",
        "PT0.999999S, 999 ms",
        "PT1S, 1.0 s",
        "PT4.27S, 4.2 s",
        "PT9.99S, 9.9 s",
        "PT10S, 10 s",
        "PT59.9S, 59 s",
        "PT3M12S, 3 m 12 s",
        "PT3M, 3 m",
        "PT2H5M59S, 2 h 5 m",
        "PT76H, 3 d 4 h",
        "P400D, 400 d",
        "PT-0.001S, ''",
    })
    void shouldSayTheTwoLargestUnits(Duration duration, String words) {
        assertThat(Elapsed.words(duration)).isEqualTo(words);
    }
}
