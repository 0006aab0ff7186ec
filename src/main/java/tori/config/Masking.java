package tori.config;

import java.util.regex.Pattern;

/** Takes what looks like a secret out of text for people; stateless, any thread. */
final class Masking {

    private static final Pattern WEBHOOK_TOKEN = Pattern.compile("(/webhooks/[0-9]+/)[^\\s'\"]+");
    private static final Pattern SIGNING_KEY = Pattern.compile("whsec_[^\\s'\"]+");
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s'\"@]*@");
    private static final int MAX_SHOWN = 60;

    private Masking() {}

    /** The text with webhook tokens, signing keys and URL credentials replaced. */
    static String mask(String text) {
        String masked = WEBHOOK_TOKEN.matcher(text).replaceAll("$1***");
        masked = SIGNING_KEY.matcher(masked).replaceAll("whsec_***");
        return USER_INFO.matcher(masked).replaceAll("$1***@");
    }

    /** The text in quotes, on one line, shortened, without secrets. */
    static String quoted(String text) {
        String oneLine = mask(text).replaceAll("\\p{Cntrl}", "?");
        if (oneLine.codePointCount(0, oneLine.length()) > MAX_SHOWN) {
            oneLine = oneLine.substring(0, oneLine.offsetByCodePoints(0, MAX_SHOWN)) + "…";
        }
        return "'" + oneLine + "'";
    }
}
