package tori.telemetry;

import java.util.regex.Pattern;

/** Replaces secrets in text by {@code ***}. Any thread. */
public final class SecretMask {

    private static final Pattern WEBHOOK =
            Pattern.compile("(/webhooks/[^/\\s\"]+/)[^/?#\\s\"'<>)]+");
    private static final Pattern SIGNING_KEY = Pattern.compile("whsec_[A-Za-z0-9+/=_-]+");
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/?#\\s\"'<>]*@");

    private SecretMask() {}

    /**
     * The text without the tokens of Discord webhooks, the keys of Standard Webhooks, and users and
     * passwords in addresses. Returns the same text if there is none, which costs three searches.
     */
    public static String mask(String text) {
        String masked = text;
        if (masked.contains("/webhooks/")) {
            masked = WEBHOOK.matcher(masked).replaceAll("$1***");
        }
        if (masked.contains("whsec_")) {
            masked = SIGNING_KEY.matcher(masked).replaceAll("whsec_***");
        }
        if (masked.contains("://") && masked.indexOf('@') >= 0) {
            masked = USER_INFO.matcher(masked).replaceAll("$1***@");
        }
        return masked;
    }
}
