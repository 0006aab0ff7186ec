package tori.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.model.Answer;
import tori.wire.SampleEvents;

import java.util.List;

class ExcerptTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "ok|ok",
                "{\"error\":\"no <b> here\"}|{\"error\":\"no <b> here\"}",
                " <html><head><title>502 Bad Gateway</title><style>p {}</style></head>"
                        + "<body><h1>Bad</h1><p>nginx</body>|502 Bad Gateway Bad nginx",
                "<!-- <p>hidden --><p class=\"a>b\">shown|b\">shown",
                "<SCRIPT>var a = '</p>';</script >after|after",
                "<p>unfinished <script>if (a < b) {|unfinished",
                "<p>unfinished <a href=|unfinished",
                "<|''",
            })
    void shouldKeepTheWords(String body, String expected) {
        assertThat(Excerpt.of(body, List.of())).isEqualTo(expected);
    }

    @Test
    void shouldManageMarkupThatNeverEnds() {
        for (String begun : List.of("<script>", "<!--", "<a ", "<style></", "</script ")) {
            assertThat(Excerpt.of("<p>shown" + begun.repeat(10_000), List.of())).isEqualTo("shown");
        }
    }

    @Test
    void shouldPutEverythingOnOneLineThatNothingObeys() {
        assertThat(
                        Excerpt.of(
                                "\r\n one\r\n\ttwo\u0000\u001b[31m\u202e \u2028three \uD83D",
                                List.of()))
                .isEqualTo("one two[31m three");
    }

    @Test
    void shouldMaskSecretsBeforeItCuts() {
        String secret = "s3cr3t".repeat(5);
        String body = "x".repeat(Answer.MAX_EXCERPT - 10) + secret;

        assertThat(Excerpt.of(body, List.of(secret))).endsWith("xxx***");
        assertThat(Excerpt.of("see /api/webhooks/1/abc and whsec_abc", List.of()))
                .isEqualTo("see /api/webhooks/1/*** and whsec_***");
    }

    @Test
    void shouldNotCutAPairInTwo() {
        String shown = Excerpt.of("😀".repeat(400), List.of());

        assertThat(shown).hasSize(Answer.MAX_EXCERPT - 1).endsWith("😀…");
    }

    @Property(tries = 500)
    void shouldFitWhateverIsAnswered(
            @ForAll("texts") String before, @ForAll("texts") String after) {
        String shown = Excerpt.of(before + "s3cr3t-token" + after, List.of("s3cr3t-token"));

        assertThat(shown.length()).isLessThanOrEqualTo(Answer.MAX_EXCERPT);
        assertThat(shown).doesNotContain("s3cr3t-token").isEqualTo(shown.strip());
        assertThat(shown.codePoints()).noneMatch(c -> Character.isISOControl(c) || c == 0x2028);
    }

    @Provide
    Arbitrary<String> texts() {
        return SampleEvents.text();
    }
}
