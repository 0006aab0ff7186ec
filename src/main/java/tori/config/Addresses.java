package tori.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import tori.config.ScalarShape.Bad;
import tori.config.ScalarShape.Good;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of addresses and keys that values may be; stateless, any thread. */
final class Addresses {

    private static final int MAX_LENGTH = 2_000;
    private static final Pattern LISTEN =
            Pattern.compile("^(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+):([0-9]{1,5})$");

    /** Names of which DNS knows the parts, or an IPv6 address without a zone. */
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9-]{1,63}\\.)*[A-Za-z0-9-]{1,63}\\.?|\\[[0-9A-Fa-f:.]+]");

    private static final Pattern WEBHOOK_PATH =
            Pattern.compile("/webhooks/", Pattern.CASE_INSENSITIVE);

    /** Says so of a webhook's address where it would be shown. */
    static final String MISPLACED =
            "is a webhook's URL (not shown, it is a secret), which belongs in"
                    + " 'destinations.NAME.url'";

    private static final String SIGNING_KEY_PREFIX = "whsec_";

    private Addresses() {}

    /** The address of a store: without credentials, trailing slash and fragment. */
    static ScalarShape<URI> siteUrl() {
        return new ScalarShape<>(
                "URL",
                "give an absolute URL, such as https://example.com or demo://store",
                scalar -> {
                    if (isWebhook(scalar.text())) {
                        return new Bad<>(MISPLACED);
                    }
                    URI uri = uri(scalar.text(), List.of("http", "https", "demo"));
                    if (uri == null) {
                        return new Bad<>(scalar.shown() + " is no http, https or demo URL");
                    }
                    if (uri.getRawUserInfo() != null) {
                        return new Bad<>(scalar.shown() + " has a user name or password");
                    }
                    boolean demo = "demo".equals(uri.getScheme());
                    if (uri.getRawFragment() != null || (uri.getRawQuery() != null && !demo)) {
                        return new Bad<>(scalar.shown() + " has a '?' or '#' part");
                    }
                    return new Good<>(URI.create(withoutTrailingSlash(uri)));
                },
                schema -> url(schema.put("type", "string"), "^(http|https|demo)://"));
    }

    private static String withoutTrailingSlash(URI uri) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return uri.getScheme()
                + "://"
                + uri.getRawAuthority().toLowerCase(Locale.ROOT)
                + path.replaceAll("/+$", "")
                + query;
    }

    /** A public web address, such as a picture's. */
    static ScalarShape<URI> webUrl() {
        return new ScalarShape<>(
                "URL",
                "give an absolute URL that starts with https:// or http://",
                scalar -> {
                    if (isWebhook(scalar.text())) {
                        return new Bad<>(MISPLACED);
                    }
                    URI uri = uri(scalar.text(), List.of("http", "https"));
                    return uri == null
                            ? new Bad<>(scalar.shown() + " is no http or https URL")
                            : new Good<>(uri);
                },
                schema -> url(schema.put("type", "string"), "^https?://"));
    }

    /** The address that a key directory is published under; sent with every poll. */
    static ScalarShape<String> signatureAgent() {
        return new ScalarShape<>(
                "URL",
                "give the https URL of a site of yours, such as https://bot.example.com",
                scalar -> {
                    URI uri = uri(scalar.text(), List.of("https"));
                    boolean plain =
                            uri != null
                                    && uri.getRawUserInfo() == null
                                    && uri.getRawQuery() == null
                                    && uri.getRawFragment() == null
                                    && uri.toASCIIString().equals(scalar.text());
                    if (isWebhook(scalar.text())) {
                        return new Bad<>(MISPLACED);
                    }
                    return plain
                            ? new Good<>(scalar.text())
                            : new Bad<>(scalar.shown() + " is no plain https URL");
                },
                schema -> url(schema.put("type", "string"), "^https://"));
    }

    /** Any web address that must not be shown. */
    static ScalarShape<Secret> webhookUrl() {
        return new ScalarShape<>(
                "URL, secret",
                "give an absolute URL that starts with https:// or http://",
                scalar ->
                        uri(scalar.text(), List.of("http", "https")) == null
                                ? new Bad<>("is no http or https URL (not shown, it is a secret)")
                                : new Good<>(new Secret(scalar.text())),
                schema -> url(schema.put("type", "string"), "^https?://"));
    }

    /** The address of a Discord webhook. */
    static ScalarShape<Secret> discordUrl() {
        return new ScalarShape<>(
                "URL, secret",
                "give the URL Discord shows for the webhook,"
                        + " https://discord.com/api/webhooks/ID/TOKEN",
                scalar -> {
                    String text = scalar.text().strip();
                    String wrong = DiscordAddress.wrong(text);
                    return wrong == null ? new Good<>(new Secret(text)) : new Bad<>(wrong);
                },
                schema -> url(schema.put("type", "string"), DiscordAddress.PATTERN));
    }

    /** A signing key of Standard Webhooks. */
    static ScalarShape<Secret> signingKey() {
        return new ScalarShape<>(
                "signing key, secret",
                "give 'whsec_' and the base64 of 24 to 64 random bytes",
                scalar ->
                        isSigningKey(scalar.text())
                                ? new Good<>(new Secret(scalar.text()))
                                : new Bad<>("is no signing key (not shown, it is a secret)"),
                schema -> schema.put("type", "string").put("pattern", "^whsec_[A-Za-z0-9+/]+=*$"));
    }

    private static boolean isSigningKey(String text) {
        if (!text.startsWith(SIGNING_KEY_PREFIX)) {
            return false;
        }
        try {
            byte[] key = Base64.getDecoder().decode(text.substring(SIGNING_KEY_PREFIX.length()));
            return key.length >= 24 && key.length <= 64;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where the state is. */
    static ScalarShape<StorePlace> storeUrl() {
        return new ScalarShape<>(
                "URL",
                StoreUrl.ALLOWED,
                StoreUrl::parse,
                schema -> schema.put("type", "string").put("pattern", StoreUrl.PATTERN));
    }

    /** Where to listen. */
    static ScalarShape<ServerConfig> listen() {
        return new ScalarShape<>(
                "host:port",
                "give host:port, such as 127.0.0.1:8080 or [::1]:8080",
                scalar -> {
                    Matcher matcher = LISTEN.matcher(scalar.text());
                    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
                        return new Bad<>(scalar.shown() + " is no address to listen on");
                    }
                    String host = matcher.group(1).replaceAll("[\\[\\]]", "");
                    return new Good<>(new ServerConfig(host, Integer.parseInt(matcher.group(2))));
                },
                schema -> schema.put("type", "string").put("pattern", LISTEN.pattern()));
    }

    /**
     * Whether the text is the address of a webhook as Discord's are, well written or not, and thus
     * a secret.
     */
    static boolean isWebhook(String text) {
        return WEBHOOK_PATH.matcher(text).find();
    }

    /** An absolute address with a host and one of the schemes; null if the text is none. */
    static @Nullable URI uri(String text, List<String> schemes) {
        try {
            URI uri = new URI(text);
            boolean good =
                    uri.getScheme() != null
                            && schemes.contains(uri.getScheme())
                            && uri.getHost() != null
                            && HOST.matcher(uri.getHost()).matches()
                            && uri.getPort() != 0
                            && uri.getPort() <= 65_535
                            && text.length() <= MAX_LENGTH;
            return good ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static void url(ObjectNode schema, String pattern) {
        schema.put("pattern", pattern).put("maxLength", MAX_LENGTH);
    }
}
