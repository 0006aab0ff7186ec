package tori.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        return judge(text, path, value, Long.MAX_VALUE / 2);
    }

    private static Condition judge(String text, String path, JsonValue value, long deadlineNanos) {
        AnswerMemory memory = new AnswerMemory(1 << 20);
        try (Effort effort = new Effort(memory, () -> 0, deadlineNanos)) {
            return new JsonConditions(List.of(new JsonCondition(path, value)))
                    .judge(new Answer("a.test", 200, text, true), effort)
                    .getFirst();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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
        for (String text : List.of("", "<html>", "{\"a\":")) {
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

    @ParameterizedTest
    @CsvSource({
        "{\"a\": 1e999999999}, $.a, $.a is \"Infinity\" instead of true",
        "{\"a\": true}, $.a.length(), $.a.length() is null instead of true",
        "{\"a\": null}, $.a, $.a is null instead of true",
        "{\"a\": 2}, $.a, $.a is \"2\" instead of true"
    })
    void shouldShowEachValueAsItIs(String text, String path, String wrong) {
        assertThat(judge(text, path, value("true")).wrong()).isEqualTo(wrong);
    }

    @Test
    void shouldMakeNoTreeThatGoesDeep() {
        assertThat(judge("[".repeat(5_000), "$.a", value("1")).wrong())
                .startsWith("the answer of a.test is no JSON that can be judged");
    }

    @Test
    void shouldMakeNoTreeThatFillsTheMemory() {
        String many = "[" + "{},".repeat(JsonConditions.MAX_TOKENS / 2) + "{}]";
        assertThat(judge(many, "$[0]", value("1")).wrong())
                .startsWith("the answer of a.test is no JSON that can be judged: more than 300000");
    }

    @Test
    void shouldCompareNoMoreThanAnybodyMeansTo() {
        String many = "[" + "1,".repeat(50_000) + "1]";
        assertThat(judge(many, "$[*]", value("1")).wrong())
                .isEqualTo("$[*] is at too many places to compare");
        assertThat(judge(many, "$..*", value("1")).wrong())
                .isEqualTo("$..* is at too many places to compare");
        assertThat(judge(many, "$[49999]", value("1")).passed()).isTrue();
        String name = "x".repeat(900);
        String deep = "{\"" + name + "\":{\"" + name + "\":[" + "1,".repeat(9_000) + "1]}}";
        assertThat(judge(deep, "$..*", value("1")).wrong())
                .as("the paths to them would be 16 MB")
                .isEqualTo("$..* is at too many places to compare");
    }

    @Test
    void shouldSearchNoLongerThanTheCheckMayTake() {
        String many = "[" + "[1],".repeat(50_000) + "[1]]";
        assertThatThrownBy(() -> judge(many, "$..b", value("1"), 0))
                .isInstanceOf(CannotLookException.class);
    }
}
