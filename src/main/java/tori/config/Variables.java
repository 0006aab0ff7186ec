package tori.config;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills <code>${NAME}</code> and <code>${NAME:-default}</code> in; a doubled dollar sign stands for
 * one that starts no variable. Used by the loading thread.
 *
 * <p>Values are filled into scalars after the YAML has been parsed, so that no value can add keys.
 * The braces of an expression would end a flow mapping such as <code>{secret: ${KEY}}</code>, so
 * {@link #hide} replaces the indicators inside expressions by private-use characters, one for one
 * so that columns stay, and {@link #unhide} puts them back.
 */
final class Variables {

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[^}\n]*}");
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\$\\{|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?})?");
    private static final String INDICATORS = "{}[],";
    private static final char FIRST_HIDDEN = '\uF8C0';

    private final Function<String, @Nullable String> environment;

    Variables(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** The text itself where there is nothing to hide, or its characters cannot be told apart. */
    static String hide(String text) {
        for (int i = 0; i < INDICATORS.length(); i++) {
            if (text.indexOf(FIRST_HIDDEN + i) >= 0) {
                return text;
            }
        }
        Matcher matcher = EXPRESSION.matcher(text);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(hidden(found.group())));
    }

    private static String hidden(String expression) {
        StringBuilder result = new StringBuilder(expression);
        for (int i = 0; i < result.length(); i++) {
            int indicator = INDICATORS.indexOf(result.charAt(i));
            if (indicator >= 0) {
                result.setCharAt(i, (char) (FIRST_HIDDEN + indicator));
            }
        }
        return result.toString();
    }

    static String unhide(String text) {
        StringBuilder result = new StringBuilder(text);
        for (int i = 0; i < result.length(); i++) {
            int indicator = result.charAt(i) - FIRST_HIDDEN;
            if (indicator >= 0 && indicator < INDICATORS.length()) {
                result.setCharAt(i, INDICATORS.charAt(indicator));
            }
        }
        return result.toString();
    }

    /** The scalar with variables filled in; broken after a problem was reported. */
    Tree fill(Tree.Scalar scalar, Report report) {
        if (!scalar.text().contains("${")) {
            return scalar;
        }
        StringBuilder filled = new StringBuilder();
        boolean broken = false;
        boolean variable = false;
        Matcher matcher = REFERENCE.matcher(scalar.text());
        while (matcher.find()) {
            String name = matcher.group(1);
            String value;
            if (matcher.group().equals("$${")) {
                value = "${";
            } else if (name == null) {
                report.problem(
                        scalar.place(),
                        "has a '${' that starts no variable; write ${NAME}, ${NAME:-default}, or"
                                + " $${ for the characters themselves");
                broken = true;
                value = "";
            } else {
                variable = true;
                value = valueOf(name, matcher.group(2));
                if (value == null) {
                    report.problem(
                            scalar.place(),
                            "the environment variable "
                                    + name
                                    + " is not set; set it, or write ${"
                                    + name
                                    + ":-default}");
                    broken = true;
                    value = "";
                }
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(filled);
        return broken
                ? new Tree.Broken(scalar.place())
                : new Tree.Scalar(filled.toString(), scalar.plain(), variable, scalar.place());
    }

    private @Nullable String valueOf(String name, @Nullable String fallback) {
        String value = environment.apply(name);
        boolean given = value != null && (fallback == null || !value.isEmpty());
        return given ? value : fallback;
    }
}
