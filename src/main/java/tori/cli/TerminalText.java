package tori.cli;

/**
 * Makes text safe to print: receivers, stores and callers write parts of it, and nothing in them
 * may steer a terminal. Stateless, any thread.
 */
final class TerminalText {

    private TerminalText() {}

    /**
     * The text with everything that a terminal would obey, or that hides or reorders what is beside
     * it, written as <code>&#92;u001b</code>. JSON stays the same JSON: there such characters stand
     * inside strings only.
     */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (isShown(c)) {
                        safe.appendCodePoint(c);
                    } else {
                        for (char unit : Character.toChars(c)) {
                            safe.append(String.format("\\u%04x", (int) unit));
                        }
                    }
                });
        return safe.toString();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            // Joiners make one emoji or ligature of several; the others reorder or hide.
            case Character.FORMAT -> c == 0x200D || c == 0x200C;
            default -> true;
        };
    }

    /** Escaped, and cut to so many characters; a cut shows as an ellipsis. */
    static String fit(String text, int width) {
        String safe = escape(text);
        int length = safe.codePointCount(0, safe.length());
        if (length <= width) {
            return safe;
        }
        return safe.substring(0, safe.offsetByCodePoints(0, width - 1)) + "…";
    }
}
