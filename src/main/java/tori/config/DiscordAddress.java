package tori.config;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a Discord webhook's address must be, which is what the sender takes: what is valid here is
 * refused nowhere later. Stateless, any thread.
 */
final class DiscordAddress {

    /** The same as a regular expression, for editors. */
    static final String PATTERN =
            "^(https://((ptb|canary)\\.)?discord(app)?\\.com(:443)?"
                    + "|https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?)"
                    + "/api(/v[0-9]{1,2})?/webhooks/[0-9]{1,20}/[A-Za-z0-9_-]{1,128}/?([?#].*)?$";

    private static final Pattern HOST =
            Pattern.compile("((ptb|canary)\\.)?discord(app)?\\.com", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.0\\.0\\.1|\\[::1]", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH =
            Pattern.compile("/api(/v[0-9]{1,2})?/webhooks/[0-9]{1,20}/[A-Za-z0-9_-]{1,128}/?");
    private static final Pattern THREAD_ID = Pattern.compile("[0-9]{1,20}");
    private static final String NOT_SHOWN = " (not shown, it is a secret)";

    private DiscordAddress() {}

    /**
     * What is wrong with an address, showing no more of it than its host; null for nothing.
     *
     * @param text without blanks at its ends
     */
    static @Nullable String wrong(String text) {
        URI uri = Addresses.uri(withLowerCaseScheme(text), List.of("http", "https"));
        if (uri == null) {
            return "is no http or https URL" + NOT_SHOWN;
        }
        if (uri.getRawUserInfo() != null) {
            return "has a user name or password" + NOT_SHOWN;
        }
        String wrong = LOOPBACK.matcher(uri.getHost()).matches() ? null : wrongServer(uri);
        if (wrong != null) {
            return wrong;
        }
        if (!PATH.matcher(uri.getRawPath()).matches()) {
            return "has another path than a webhook" + NOT_SHOWN;
        }
        String threadId = threadId(uri.getRawQuery());
        return threadId == null || THREAD_ID.matcher(threadId).matches()
                ? null
                : "has a thread_id that is no number" + NOT_SHOWN;
    }

    private static @Nullable String wrongServer(URI uri) {
        if (!HOST.matcher(uri.getHost()).matches()) {
            return Masking.quoted(uri.getHost()) + " is no host of Discord's";
        }
        if (!"https".equals(uri.getScheme())) {
            return "would send the webhook's token unencrypted";
        }
        return uri.getPort() == -1 || uri.getPort() == 443
                ? null
                : "has a port that is not Discord's" + NOT_SHOWN;
    }

    private static String withLowerCaseScheme(String text) {
        int end = Math.max(text.indexOf(':'), 0);
        return text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end);
    }

    /** The first one's value, decoded; null if there is none or it has no value. */
    private static @Nullable String threadId(@Nullable String query) {
        for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (decoded(name).equals("thread_id")) {
                return equals < 0 ? null : decoded(parameter.substring(equals + 1));
            }
        }
        return null;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
