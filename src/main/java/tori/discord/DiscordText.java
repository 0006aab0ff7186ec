package tori.discord;

/**
 * Makes any text fit for Discord: one line, shown as written, within a length. Stateless; any
 * thread.
 *
 * <p>Lengths are counted in UTF-16 units. Discord counts no more than that for any text, so what
 * fits here fits there.
 */
final class DiscordText {

    private static final String ELLIPSIS = "…";

    /** What starts formatting, a link or a mention wherever it stands. */
    private static final String SPECIAL = "\\*_~|`<[]@";

    /** What starts a heading, quote, list or small print, at the beginning of a line only. */
    private static final String SPECIAL_FIRST = ">#-+";

    /** Keeps the direction of a text within it. */
    private static final String FIRST_STRONG_ISOLATE = "\u2068";

    private static final String POP_ISOLATE = "\u2069";

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private DiscordText() {}

    /**
     * The text on one line: controls, invisible formatting and half surrogate pairs removed, every
     * run of white space one space, none at the ends. Empty if nothing visible is left.
     */
    static String plain(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean visible = false;
        boolean spaceDue = false;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (isSpace(c)) {
                spaceDue = visible;
            } else if (!isDropped(c)) {
                if (spaceDue) {
                    line.append(' ');
                    spaceDue = false;
                }
                if (visible || isVisible(c)) {
                    visible = true;
                    line.appendCodePoint(c);
                }
            }
        }
        return line.toString();
    }

    /** {@link #plain}, at most {@code max} units long; what is cut ends in an ellipsis. */
    static String plain(String text, int max) {
        return cut(plain(text), max, false);
    }

    /**
     * {@link #plain}, escaped so that Discord shows it as written, at most {@code max} units long.
     * What is written from right to left is kept from turning around what stands beside it.
     */
    static String escaped(String text, int max) {
        String plain = plain(text);
        if (plain.codePoints().noneMatch(DiscordText::isRightToLeft)) {
            return cut(plain, max, true);
        }
        String cut = cut(plain, max - 2, true);
        return cut.isEmpty() ? "" : FIRST_STRONG_ISOLATE + cut + POP_ISOLATE;
    }

    /**
     * Markdown that is ready for Discord, at most {@code max} units long: never cut behind a
     * backslash, within a character or within what is to be isolated.
     */
    static String cut(String markdown, int max) {
        if (markdown.length() <= max) {
            return markdown;
        }
        StringBuilder result = new StringBuilder();
        boolean isolated = false;
        int at = 0;
        while (at < markdown.length()) {
            int next = markdown.offsetByCodePoints(at, 1);
            if (markdown.charAt(at) == '\\' && next < markdown.length()) {
                next = markdown.offsetByCodePoints(next, 1);
            }
            String unit = markdown.substring(at, next);
            boolean opened =
                    (isolated || unit.equals(FIRST_STRONG_ISOLATE)) && !unit.equals(POP_ISOLATE);
            int ending = ELLIPSIS.length() + (opened ? POP_ISOLATE.length() : 0);
            if (result.length() + unit.length() + ending > max) {
                break;
            }
            result.append(unit);
            isolated = opened;
            at = next;
        }
        if (result.length() + ELLIPSIS.length() + (isolated ? 1 : 0) > max) {
            return "";
        }
        return result.append(isolated ? POP_ISOLATE : "").append(ELLIPSIS).toString();
    }

    private static String cut(String plain, int max, boolean escape) {
        StringBuilder result = new StringBuilder(Math.min(plain.length() + 16, Math.max(max, 0)));
        int lengthWithRoomToEnd = 0;
        int at = 0;
        while (at < plain.length()) {
            int c = plain.codePointAt(at);
            if (escape && isSpecial(plain, at)) {
                result.append('\\');
            }
            at += Character.charCount(c);
            result.appendCodePoint(c);
            if (result.length() > max) {
                result.setLength(lengthWithRoomToEnd);
                return max < ELLIPSIS.length() ? "" : result.append(ELLIPSIS).toString();
            }
            if (result.length() + ELLIPSIS.length() <= max) {
                lengthWithRoomToEnd = result.length();
            }
        }
        return result.toString();
    }

    private static boolean isSpecial(String plain, int at) {
        char c = plain.charAt(at);
        if (c == ':') {
            // An emoji code or an address follows without a space; "Size: 10" needs no escape.
            return at + 1 < plain.length() && plain.charAt(at + 1) != ' ';
        }
        if (c == '.') {
            // "3. Edition" would become an item of a list, and lose its number on some screens.
            return at > 0
                    && plain.chars().limit(at).allMatch(each -> each >= '0' && each <= '9')
                    && (at + 1 == plain.length() || plain.charAt(at + 1) == ' ');
        }
        return SPECIAL.indexOf(c) >= 0 || (at == 0 && SPECIAL_FIRST.indexOf(c) >= 0);
    }

    private static boolean isRightToLeft(int c) {
        return switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
                    true;
            default -> false;
        };
    }

    private static boolean isSpace(int c) {
        // Discord trims the blank letters as well and then finds the text empty.
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == 0x115F
                || c == 0x1160
                || c == 0x2800
                || c == 0x3164
                || c == 0xFFA0;
    }

    private static boolean isDropped(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
            case Character.FORMAT -> !isInsideEmoji(c);
            default -> false;
        };
    }

    /** Joiners and tags belong to emoji and to some scripts' letters, but show nothing alone. */
    private static boolean isInsideEmoji(int c) {
        return c == ZERO_WIDTH_JOINER
                || c == ZERO_WIDTH_NON_JOINER
                || (c >= 0xE0020 && c <= 0xE007F);
    }

    private static boolean isVisible(int c) {
        boolean mark =
                switch (Character.getType(c)) {
                    case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
                    default -> false;
                };
        return !mark && !isInsideEmoji(c);
    }
}
