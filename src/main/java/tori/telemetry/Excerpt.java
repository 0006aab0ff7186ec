package tori.telemetry;

import tori.model.Answer;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes the body of an answer fit to be shown, logged and kept: the beginning of its words, in one
 * line, without secrets. Stateless, any thread.
 */
public final class Excerpt {

    private static final String ELLIPSIS = "…";

    /** Scripts, styles, comments and tags; what does not end goes on to the end of the text. */
    private static final Pattern MARKUP =
            Pattern.compile(
                    "<!--.*?(?:-->|\\z)"
                            + "|<(script|style)\\b.*?(?:</\\1\\s*>|\\z)"
                            + "|<[^>]*(?:>|\\z)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Excerpt() {}

    /**
     * The beginning of the body, at most {@link Answer#MAX_EXCERPT} UTF-16 units; what is cut ends
     * in an ellipsis. Of HTML and XML the text is kept. Takes time in proportion to the body, so
     * whoever reads the body bounds it.
     *
     * @param secrets what must not show, beside what {@link SecretMask} knows; longest first where
     *     one is part of another
     */
    public static String of(String body, List<String> secrets) {
        boolean markup = body.stripLeading().startsWith("<");
        String line = oneLine(markup ? MARKUP.matcher(body).replaceAll(" ") : body);
        for (String secret : secrets) {
            line = secret.isEmpty() ? line : line.replace(secret, "***");
        }
        return cut(SecretMask.mask(line));
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean spaceDue = false;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                spaceDue = !line.isEmpty();
            } else if (isShown(c)) {
                if (spaceDue) {
                    line.append(' ');
                    spaceDue = false;
                }
                line.appendCodePoint(c);
            }
        }
        return line.toString();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }

    private static String cut(String line) {
        if (line.length() <= Answer.MAX_EXCERPT) {
            return line;
        }
        int end = Answer.MAX_EXCERPT - ELLIPSIS.length();
        boolean splits =
                Character.isHighSurrogate(line.charAt(end - 1))
                        && Character.isLowSurrogate(line.charAt(end));
        return line.substring(0, splits ? end - 1 : end) + ELLIPSIS;
    }
}
