package tori.discord;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import tori.config.MessageConfig;
import tori.config.MessageField;
import tori.config.MessageTemplate;
import tori.config.Placeholder;
import tori.wire.SampleEvents;

import java.util.EnumSet;
import java.util.Set;

/** How messages may look, for tests. */
final class Styles {

    private Styles() {}

    /** As the standard, but with these texts; null for tori's own. */
    static MessageConfig of(String title, String description, String footer) {
        return new MessageConfig(
                null,
                null,
                template(title),
                template(description),
                template(footer),
                MessageConfig.STANDARD.fields(),
                MessageConfig.Image.THUMBNAIL);
    }

    static MessageTemplate template(String text) {
        return text == null ? null : MessageTemplate.parse(text);
    }

    /** Any style that the configuration may ask for. */
    static Arbitrary<MessageConfig> any() {
        Arbitrary<Set<MessageField>> fields =
                Arbitraries.of(MessageField.values())
                        .set()
                        .map(set -> set.isEmpty() ? Set.of() : EnumSet.copyOf(set));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 0xFFFFFF).injectNull(0.5),
                        templates(true).injectNull(0.5),
                        templates(false).injectNull(0.3),
                        templates(true).injectNull(0.3),
                        templates(false).injectNull(0.3),
                        fields,
                        Arbitraries.of(MessageConfig.Image.values()))
                .as(MessageConfig::new);
    }

    private static Arbitrary<MessageTemplate> templates(boolean lines) {
        Arbitrary<String> placeholders =
                Arbitraries.of(Placeholder.values())
                        .map(each ->
                                each == Placeholder.OPTION
                                        ? "{option:Size}"
                                        : "{" + each.word() + "}");
        Arbitrary<String> words =
                Arbitraries.oneOf(
                        Arbitraries.of(
                                " · ", ": ", "(", ")", "**", "[x](", "{{", "}}", "\u200b", " ",
                                "# "),
                        SampleEvents.text().map(text -> written(text, lines)));
        Arbitrary<String> ends = lines ? Arbitraries.of("", "\n") : Arbitraries.just("");
        return Combinators.combine(placeholders, words, ends)
                .as((placeholder, word, end) -> placeholder + word + end)
                .list()
                .ofMaxSize(8)
                .map(pieces -> MessageTemplate.parse(String.join("", pieces)));
    }

    /** As a configuration may hold it: no controls, no half characters, braces doubled. */
    private static String written(String text, boolean lines) {
        StringBuilder written = new StringBuilder();
        text.codePoints()
                .filter(c -> !Character.isISOControl(c) || (lines && c == '\n'))
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .forEach(written::appendCodePoint);
        return written.toString().replace("{", "{{").replace("}", "}}");
    }
}
