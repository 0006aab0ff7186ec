package tori.check;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.JsonCondition;
import tori.config.JsonValue;

import java.math.BigDecimal;
import java.util.List;

class JsonConditionsTest {

    private static final String ANSWER =
            """
            {"ok": true, "n": 1.50, "big": 12345678901234567890, "name": "shop", "none": null,
             "digits": "1.5", "checks": [{"up": true}, {"up": true}], "mixed": [{"up": true}, {"up": false}]}
            """;

    private static Condition judge(String text, String path, JsonValue value) {
        return new JsonConditions(List.of(new JsonCondition(path, value)))
                .judge(new Answer("a.test", 200, text, true))
                .getFirst();
    }

    private static JsonValue value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return new JsonValue.Truth(text.equals("true"));
        }
        return text.matches("-?[0-9.]+")
                ? new JsonValue.Amount(new BigDecimal(text))
                : new JsonValue.Text(text);
    }

    @ParameterizedTest
    @CsvSource({
        "$.ok, true, true",
        "$.ok, false, false",
        "$.n, 1.5, true",
        "$.n, 1.6, false",
        "$.big, 12345678901234567890, true",
        "$.big, 12345678901234567891, false",
        "$.name, shop, true",
        "$.name, Shop, false",
        "$.digits, 1.5, false",
        "$.none, null, false",
        "$.missing, 1, false",
        "$.checks[1].up, true, true",
        "$.checks[7].up, true, false",
        "$.checks[*].up, true, true",
        "$.mixed[*].up, true, false",
        "$.checks[?(@.up == false)].up, true, false",
        "$.checks.length(), 2, true",
        "$..up, true, false"
    })
    void shouldCompareWhatIsThere(String path, String expected, boolean passes) {
        Condition condition = judge(ANSWER, path, value(expected));
        assertThat(condition.passed()).as(condition.wrong()).isEqualTo(passes);
        assertThat(condition.wrong().isEmpty()).isEqualTo(passes);
    }

    @Test
    void shouldSayWhatIsNotJson() {
        for (String text : List.of("", "<html>", "{\"a\":", "[".repeat(5_000))) {
            assertThat(judge(text, "$.a", value("1")).wrong())
                    .isEqualTo("the answer of a.test is not JSON");
        }
    }

    @Test
    void shouldShowNothingThatSteersATerminalOrFillsAScreen() {
        Condition condition =
                judge("{\"a\": \"\\u001b[2J" + "x".repeat(500) + "\"}", "$.a", value("b"));
        assertThat(condition.wrong()).startsWith("$.a is \"?[2Jxx").doesNotContain("\u001b");
        assertThat(condition.wrong().length()).isLessThan(120);
    }

    /** Whatever a site answers, that is no bug. */
    @Property
    void shouldJudgeAnyText(@ForAll String text) {
        assertThat(judge(text, "$.a", value("b")).passed()).isFalse();
    }
}
