package tori.discord;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of one Discord webhook, token and all; prints with the token masked. Immutable.
 *
 * <p>The API version is pinned to 10 whatever the user's address names, so that Discord's changes
 * of its default do not change what tori's messages mean.
 */
public final class DiscordWebhookUrl {

    private static final Set<String> HOSTS =
            Set.of(
                    "discord.com",
                    "discordapp.com",
                    "ptb.discord.com",
                    "canary.discord.com",
                    "ptb.discordapp.com",
                    "canary.discordapp.com");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
    private static final Pattern PATH =
            Pattern.compile("/api(?:/v\\d{1,2})?/webhooks/(\\d{1,20})/([A-Za-z0-9_-]{1,128})/?");
    private static final Pattern SNOWFLAKE = Pattern.compile("\\d{1,20}");

    private final HttpUrl resource;
    private final String id;
    private final String token;
    private final @Nullable String threadId;

    private DiscordWebhookUrl(
            HttpUrl resource, String id, String token, @Nullable String threadId) {
        this.resource = resource;
        this.id = id;
        this.token = token;
        this.threadId = threadId;
    }

    /**
     * Reads an address as Discord shows it; plain http is allowed on loopback only.
     *
     * @throws IllegalArgumentException with a sentence that does not repeat the address
     */
    public static DiscordWebhookUrl parse(String text) {
        HttpUrl url = HttpUrl.parse(text.strip());
        if (url == null || !isDiscord(url)) {
            throw new IllegalArgumentException(
                    "not a Discord webhook: the address must begin with"
                            + " https://discord.com/api/webhooks/");
        }
        Matcher path = PATH.matcher(url.encodedPath());
        if (!path.matches()) {
            throw new IllegalArgumentException(
                    "not a Discord webhook: the path must be /api/webhooks/ID/TOKEN, as Discord"
                            + " copies it to the clipboard");
        }
        String threadId = url.queryParameter("thread_id");
        if (threadId != null && !SNOWFLAKE.matcher(threadId).matches()) {
            throw new IllegalArgumentException("not a Discord webhook: thread_id must be a number");
        }
        String id = path.group(1);
        String token = path.group(2);
        HttpUrl resource =
                url.newBuilder()
                        .encodedPath("/api/v10/webhooks/" + id + "/" + token)
                        .query(null)
                        .fragment(null)
                        .build();
        return new DiscordWebhookUrl(resource, id, token, threadId);
    }

    private static boolean isDiscord(HttpUrl url) {
        boolean plain = url.username().isEmpty() && url.password().isEmpty();
        boolean real = url.isHttps() && url.port() == 443 && HOSTS.contains(url.host());
        return plain && (real || LOOPBACK.contains(url.host()));
    }

    /** The webhook itself: asked by GET, it says which channel it writes to. */
    HttpUrl resource() {
        return resource;
    }

    /** Where messages are posted; Discord answers only after it has taken or refused them. */
    HttpUrl messages() {
        HttpUrl.Builder url = resource.newBuilder().addQueryParameter("wait", "true");
        if (threadId != null) {
            url.addQueryParameter("thread_id", threadId);
        }
        return url.build();
    }

    /** One message that was posted; edited by PATCH. */
    HttpUrl message(String messageId) {
        HttpUrl.Builder url =
                resource.newBuilder().addPathSegment("messages").addPathSegment(messageId);
        if (threadId != null) {
            url.addQueryParameter("thread_id", threadId);
        }
        return url.build();
    }

    /** The webhook's id, which is no secret. */
    public String id() {
        return id;
    }

    /** What makes the address a secret. */
    String token() {
        return token;
    }

    /** Where it is. */
    String host() {
        return resource.host();
    }

    /** The text with this webhook's token masked. */
    String masked(String text) {
        return text.replace(token, "***");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DiscordWebhookUrl that && messages().equals(that.messages());
    }

    @Override
    public int hashCode() {
        return messages().hashCode();
    }

    @Override
    public String toString() {
        return masked(resource.toString());
    }
}
