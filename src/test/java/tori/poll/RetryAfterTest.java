package tori.poll;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "' 120 ',120", "2.0,2", "1.2,2", "99999999999999999999,1000000000"})
    void shouldReadSeconds(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void shouldReadDates() {
        assertThat(RetryAfter.parse("Sat, 21 Nov 2026 10:01:30 GMT", NOW))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(RetryAfter.parse("Sat, 21 Nov 2026 09:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1e9", "NaN", "1.2.3"})
    void shouldIgnoreWhatMakesNoSense(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isNull();
    }

    @Test
    void shouldDoWithout() {
        assertThat(RetryAfter.parse(null, NOW)).isNull();
    }
}
