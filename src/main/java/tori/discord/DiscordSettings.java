package tori.discord;

import org.jspecify.annotations.Nullable;

/**
 * What the user configured for one Discord destination.
 *
 * @param url the webhook; prints masked
 * @param username the name messages appear under; null: the webhook's own
 * @param avatarUrl the picture messages appear with; null: the webhook's own
 * @param mention whom each message calls; null: nobody
 */
public record DiscordSettings(
        DiscordWebhookUrl url,
        @Nullable String username,
        @Nullable String avatarUrl,
        @Nullable Mention mention) {

    /**
     * Reads the settings as config.yaml has them.
     *
     * @throws IllegalArgumentException with a sentence, without secrets
     */
    public static DiscordSettings of(
            String url,
            @Nullable String username,
            @Nullable String avatarUrl,
            @Nullable String mention) {
        return new DiscordSettings(
                DiscordWebhookUrl.parse(url),
                username,
                avatarUrl,
                mention == null || mention.isBlank() ? null : Mention.parse(mention));
    }
}
