package tori.discord;

import tori.config.MessageTemplate;
import tori.config.MessageTemplate.Part;
import tori.config.MessageTemplate.Text;
import tori.config.MessageTemplate.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Fills a template in. What is not known leaves no trace: the separator before it goes too (or, at
 * the beginning of a line, the one behind it), and so do brackets with nothing between them; a line
 * none of whose values is known is left out. Used by one thread and thrown away.
 */
final class Filling {

    private static final String SEPARATORS = " \t·|,;:/–—-";

    private final Function<Value, String> values;
    private final StringBuilder line = new StringBuilder();

    /** Up to here the line is a value, which no separator may be cut off. */
    private int valueEnd;

    private boolean leadingDropped;
    private boolean bracketOpen;

    private Filling(Function<Value, String> values) {
        this.values = values;
    }

    /**
     * The template's lines, filled in.
     *
     * @param values what to fill in, ready for Discord; empty if it is not known
     */
    static List<String> lines(MessageTemplate template, Function<Value, String> values) {
        List<String> lines = new ArrayList<>();
        for (List<Part> parts : split(template)) {
            boolean asks = parts.stream().anyMatch(Value.class::isInstance);
            String filled = new Filling(values).fill(parts);
            if (!asks || !filled.isEmpty()) {
                lines.add(filled);
            }
        }
        return lines;
    }

    private static List<List<Part>> split(MessageTemplate template) {
        List<List<Part>> lines = new ArrayList<>();
        List<Part> line = new ArrayList<>();
        for (Part part : template.parts()) {
            switch (part) {
                case Value value -> line.add(value);
                case Text text -> {
                    String[] pieces = text.text().split("\n", -1);
                    for (int i = 0; i < pieces.length; i++) {
                        if (i > 0) {
                            lines.add(line);
                            line = new ArrayList<>();
                        }
                        if (!pieces[i].isEmpty()) {
                            line.add(new Text(pieces[i]));
                        }
                    }
                }
            }
        }
        lines.add(line);
        return lines;
    }

    /** The line; empty if it asks for values and none is known. */
    private String fill(List<Part> parts) {
        boolean asked = false;
        boolean known = false;
        for (Part part : parts) {
            switch (part) {
                case Text text -> append(text.text());
                case Value value -> {
                    String shown = values.apply(value);
                    asked = true;
                    known |= !shown.isEmpty();
                    fillIn(shown);
                }
            }
        }
        return asked && !known ? "" : line.toString().strip();
    }

    private void append(String written) {
        String text = written;
        if (bracketOpen) {
            bracketOpen = false;
            if (text.startsWith(")") || text.startsWith("]")) {
                line.setLength(line.length() - 1);
                cutSeparator();
                text = text.substring(1);
            }
        }
        if (leadingDropped) {
            leadingDropped = false;
            int from = 0;
            while (from < text.length() && SEPARATORS.indexOf(text.charAt(from)) >= 0) {
                from++;
            }
            text = text.substring(from);
        }
        line.append(text);
    }

    private void fillIn(String value) {
        if (!value.isEmpty()) {
            bracketOpen = false;
            leadingDropped = false;
            line.append(value);
            valueEnd = line.length();
            return;
        }
        int end = line.length();
        if (end > valueEnd && (line.charAt(end - 1) == '(' || line.charAt(end - 1) == '[')) {
            bracketOpen = true;
        } else {
            cutSeparator();
            leadingDropped = line.isEmpty();
        }
    }

    private void cutSeparator() {
        int end = line.length();
        while (end > valueEnd && SEPARATORS.indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        line.setLength(end);
    }
}
