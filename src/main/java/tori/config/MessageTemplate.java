package tori.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text of the user's with places to fill in: {@code {product}}; two braces stand for one. What
 * the user wrote is Markdown and stays, what is filled in is shown as it is. Immutable, any thread.
 *
 * @param parts in order; no two texts follow each other
 */
public record MessageTemplate(List<Part> parts) {

    /** A piece of a template. */
    public sealed interface Part {}

    /** What the user wrote. */
    public record Text(String text) implements Part {}

    /**
     * What is to be filled in.
     *
     * @param argument the option's name behind a colon; empty for all others
     */
    public record Value(Placeholder placeholder, String argument) implements Part {}

    public MessageTemplate {
        parts = List.copyOf(parts);
    }

    /**
     * Takes a text apart.
     *
     * @throws IllegalArgumentException with what is wrong, to follow the text itself in a sentence
     */
    public static MessageTemplate parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean doubled = text.startsWith(String.valueOf(c).repeat(2), at);
            if (c == '{' && !doubled) {
                int end = text.indexOf('}', at);
                if (end < 0) {
                    throw new IllegalArgumentException("has a { that no } ends");
                }
                if (!literal.isEmpty()) {
                    parts.add(new Text(literal.toString()));
                    literal.setLength(0);
                }
                parts.add(value(text.substring(at + 1, end)));
                at = end + 1;
            } else if (c == '}' && !doubled) {
                throw new IllegalArgumentException("has a } without a {");
            } else {
                literal.append(c);
                at += c == '{' || c == '}' ? 2 : 1;
            }
        }
        if (!literal.isEmpty()) {
            parts.add(new Text(literal.toString()));
        }
        return new MessageTemplate(parts);
    }

    private static Value value(String inside) {
        int colon = inside.indexOf(':');
        String word = (colon < 0 ? inside : inside.substring(0, colon)).strip();
        String argument = colon < 0 ? "" : inside.substring(colon + 1).strip();
        for (Placeholder placeholder : Placeholder.values()) {
            if (placeholder.word().equals(word)) {
                if ((placeholder == Placeholder.OPTION) == argument.isEmpty()) {
                    throw new IllegalArgumentException(
                            argument.isEmpty()
                                    ? "does not name the option; write {option:Size}"
                                    : "gives {" + word + "} a name; only {option:NAME} has one");
                }
                return new Value(placeholder, argument);
            }
        }
        throw new IllegalArgumentException(
                "has the unknown placeholder " + Masking.quoted("{" + inside + "}") + meant(word));
    }

    private static String meant(String word) {
        List<String> words = Arrays.stream(Placeholder.values()).map(Placeholder::word).toList();
        String nearest = Suggestions.nearest(word, words);
        return nearest == null ? "" : ", did you mean {" + nearest + "}?";
    }

    /** Whether it asks for this. */
    public boolean asksFor(Placeholder placeholder) {
        return parts.stream()
                .anyMatch(
                        part -> part instanceof Value value && value.placeholder() == placeholder);
    }
}
