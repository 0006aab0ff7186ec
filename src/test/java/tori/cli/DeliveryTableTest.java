package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

class DeliveryTableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static DeliveryRow row(
            long id, DeliveryState state, String destination, String text, long ageSeconds) {
        return new DeliveryRow(
                id,
                destination,
                "key",
                new UUID(1, id),
                "tori.variant.price_changed",
                "/a/b",
                "1/2",
                text,
                1,
                state,
                5,
                NOW.minusSeconds(ageSeconds),
                NOW,
                null,
                null,
                text,
                0,
                state == DeliveryState.FAILED && id % 2 == 0);
    }

    @Property
    void shouldFitAHundredColumnsAndSteerNoTerminal(
            @ForAll @LongRange(min = 1) long id,
            @ForAll DeliveryState state,
            @ForAll String destination,
            @ForAll String text,
            @ForAll @LongRange(min = -1_000, max = 300_000_000) long ageSeconds) {
        List<String> lines =
                DeliveryTable.lines(
                        List.of(
                                row(id, state, destination, text, ageSeconds),
                                row(12, DeliveryState.FAILED, "hook", "short", 7)),
                        NOW);
        assertThat(lines).hasSize(3);
        for (String line : lines) {
            assertThat(line.codePointCount(0, line.length()))
                    .isLessThanOrEqualTo(DeliveryTable.WIDTH);
            assertThat(line.codePoints().filter(Character::isISOControl)).isEmpty();
        }
        int reason = lines.getFirst().indexOf("REASON");
        assertThat(lines.getLast().substring(reason)).isEqualTo("short");
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0s",
        "0, 0s",
        "59, 59s",
        "60, 1m",
        "3599, 59m",
        "3600, 1h",
        "172799, 47h",
        "172800, 2d",
        "31536000, 365d",
    })
    void shouldTellAgesShortly(long seconds, String age) {
        assertThat(DeliveryTable.age(Duration.ofSeconds(seconds))).isEqualTo(age);
    }

    @ParameterizedTest
    @CsvSource({
        "plain ü 😀, plain ü 😀",
        "'a\u001b[31mb\u0007', 'a\\u001b[31mb\\u0007'",
        "'a\u009b\u202e\u2028\ud800', 'a\\u009b\\u202e\\u2028\\ud800'",
    })
    void shouldWriteOutWhatATerminalWouldObey(String text, String safe) {
        assertThat(TerminalText.escape(text)).isEqualTo(safe);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdefg, 6, abcde…", "😀😀😀, 2, 😀…", "'', 1, ''"})
    void shouldCutWholeCharacters(String text, int width, String cut) {
        assertThat(TerminalText.fit(text, width)).isEqualTo(cut);
    }
}
