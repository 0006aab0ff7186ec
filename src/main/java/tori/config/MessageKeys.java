package tori.config;

import org.jspecify.annotations.Nullable;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;

import java.util.List;
import java.util.regex.Pattern;

/** The keys that say how messages for people look. Constants only. */
final class MessageKeys {

    private static final String COLOR_PATTERN = "^(#|0x)[0-9a-fA-F]{6}$";
    private static final Pattern HEXADECIMAL = Pattern.compile(COLOR_PATTERN);
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,8}");
    private static final int WHITE = 0xFFFFFF;

    static final Key<Integer> COLOR =
            Key.of(
                    "color",
                    color(),
                    "Colour of the bar at the left, such as `\"#2ecc71\"`; by what happened if left"
                            + " out");
    static final Key<MessageTemplate> CONTENT =
            Key.of(
                    "content",
                    template(1_000, true),
                    "Plain text above, behind the mention: what a phone's notification shows");
    static final Key<MessageTemplate> TITLE =
            Key.of("title", template(500, false), "First line, which leads to the product");
    static final Key<MessageTemplate> DESCRIPTION =
            Key.of(
                    "description",
                    template(2_000, true),
                    "What stands below the title; `\"\"` for nothing");
    static final Key<MessageTemplate> FOOTER =
            Key.of("footer", template(500, false), "Small print; `\"\"` for nothing");
    static final Key<List<Located<MessageField>>> FIELDS =
            Key.of(
                            "fields",
                            ListShape.orSingle(
                                    Scalars.oneOf("field", Choices.of(MessageField.values()))),
                            "What has a field of its own; `[]` for none")
                    .orElse("[price, gone, cart, options, vendor]");
    static final Key<MessageConfig.Image> IMAGE =
            Key.of(
                            "image",
                            Scalars.oneOf("word", Choices.of(MessageConfig.Image.values())),
                            "How large the product's picture is")
                    .orElse("thumbnail");
    static final Key<Values> MESSAGE =
            Key.of(
                    "message",
                    Section.of(
                            "message", COLOR, CONTENT, TITLE, DESCRIPTION, FOOTER, FIELDS, IMAGE),
                    "How Discord messages about its events look; each key is inherited by itself");

    private MessageKeys() {}

    /** How messages look, of what the levels say. */
    static MessageConfig message(Levels levels) {
        Levels message = levels.section(MESSAGE);
        return new MessageConfig(
                value(message.find(COLOR)),
                value(message.find(CONTENT)),
                value(message.find(TITLE)),
                value(message.find(DESCRIPTION)),
                value(message.find(FOOTER)),
                Conversions.set(message.get(FIELDS)),
                message.get(IMAGE));
    }

    private static <T> @Nullable T value(@Nullable Located<T> found) {
        return found == null ? null : found.value();
    }

    private static ScalarShape<Integer> color() {
        return new ScalarShape<>(
                "colour",
                "give six hexadecimal digits such as \"#2ecc71\", in quotes because a bare # begins"
                        + " a comment",
                scalar -> {
                    String text = scalar.text().strip();
                    if (HEXADECIMAL.matcher(text).matches()) {
                        return new Good<>(Integer.parseInt(text.replaceFirst("#|0x", ""), 16));
                    }
                    boolean number =
                            DECIMAL.matcher(text).matches() && Integer.parseInt(text) <= WHITE;
                    return number
                            ? new Good<>(Integer.valueOf(text))
                            : new Bad<>(scalar.shown() + " is no colour");
                },
                schema -> {
                    schema.putArray("type").add("string").add("integer");
                    schema.put("pattern", COLOR_PATTERN);
                    schema.put("minimum", 0).put("maximum", WHITE);
                });
    }

    /**
     * A text with placeholders.
     *
     * @param lines whether it may have several
     */
    private static ScalarShape<MessageTemplate> template(int max, boolean lines) {
        return new ScalarShape<>(
                "template",
                "give a text of at most "
                        + max
                        + " characters, in quotes if it begins with a brace; placeholders: {"
                        + String.join("}, {", Placeholder.words())
                        + "}, and {{ for a brace",
                scalar -> {
                    String text = scalar.text();
                    if (text.codePointCount(0, text.length()) > max) {
                        return new Bad<>(scalar.shown() + " is too long");
                    }
                    if (text.chars()
                            .anyMatch(c -> Character.isISOControl(c) && !(lines && c == '\n'))) {
                        return new Bad<>(
                                scalar.shown()
                                        + (lines
                                                ? " has a control character"
                                                : " has more than one line"));
                    }
                    if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
                        return new Bad<>("the text has half a character");
                    }
                    try {
                        return new Good<>(MessageTemplate.parse(text));
                    } catch (IllegalArgumentException e) {
                        return new Bad<>(scalar.shown() + " " + e.getMessage());
                    }
                },
                schema -> {
                    schema.putArray("type").add("string").add("number").add("boolean");
                    schema.put("maxLength", max);
                });
    }
}
