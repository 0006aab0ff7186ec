package tori.telemetry;

import java.util.regex.Pattern;

/**
 * Makes lines of a log do nothing but be read: text in them comes from stores, from those who send
 * requests, and from whoever names a monitor. Stateless, any thread.
 */
final class InertText {

    /** What steers a terminal, ends a line for some program, or shows text in another order. */
    private static final Pattern ACTIVE =
            Pattern.compile(
                    "[\\p{Cc}\\u2028\\u2029\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069"
                            + "&&[^\\t\\n]]");

    private static final Pattern LATER_LINE = Pattern.compile("\n(?!\\z)");

    private InertText() {}

    /** The text with all that replaced; tabs and line ends stay. */
    static String of(String text) {
        return ACTIVE.matcher(text).replaceAll("?");
    }

    /** The same; every line but the first begins with a tab, as no message does. */
    static String ofLines(String text) {
        return LATER_LINE.matcher(of(text.replace("\r\n", "\n"))).replaceAll("\n\t");
    }
}
