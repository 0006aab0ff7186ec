package tori.account;

import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.util.Locale;

/** The rules of users' names, which are also names of sites. Stateless, any thread. */
public final class AccountName {

    /** In characters as people count them; as long as a site's name may be. */
    public static final int MAX_LENGTH = 100;

    /** No letter needs more than two until nothing changes any more. */
    private static final int MAX_STEPS = 4;

    private AccountName() {}

    /** What is wrong with a name, in a sentence; null if it may be one. */
    public static @Nullable String problem(String name) {
        if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
            return "the name is longer than " + MAX_LENGTH + " characters";
        }
        if (name.isBlank() || folded(name).isBlank()) {
            return "the name is blank";
        }
        if (name.codePoints().anyMatch(AccountName::isUnfit)) {
            return "the name has a '/' or a character that cannot be shown";
        }
        if (name.equals(".") || name.equals("..")) {
            return "the name cannot stand in an address";
        }
        return name.equals(name.strip()) ? null : "the name begins or ends with a blank";
    }

    private static boolean isUnfit(int c) {
        return c == '/' || Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }

    /**
     * What two names have in common that are taken for one: those that differ in the case or the
     * width of their letters only, or in what is not shown.
     */
    public static String folded(String name) {
        String folded = name;
        String before;
        int steps = 0;
        do {
            before = folded;
            folded = foldedOnce(before);
        } while (!folded.equals(before) && ++steps < MAX_STEPS);
        return folded;
    }

    private static String foldedOnce(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC).replaceAll("\\p{Cf}", "");
        // Some letters have more than one small form, or a capital of several letters.
        String small =
                plain.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(small, Normalizer.Form.NFKC);
    }

    /** What somebody gave as a name, fit for a line of a log: on one line, and not too long. */
    static String shown(String name) {
        String line = name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
        return line.codePointCount(0, line.length()) <= MAX_LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_LENGTH)) + "…";
    }
}
