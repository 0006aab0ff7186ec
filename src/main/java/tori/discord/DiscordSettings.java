package tori.discord;

import org.jspecify.annotations.Nullable;

/**
 * What the user configured for one Discord destination.
 *
 * @param url the webhook; prints masked
 * @param username the name messages appear under; null: the webhook's own
 * @param avatarUrl the picture messages appear with; null: the webhook's own
 * @param mention whom each message calls; null: nobody
 * @param edit whether messages are brought up to date when what they tell of has sold out
 */
public record DiscordSettings(
        DiscordWebhookUrl url,
        @Nullable String username,
        @Nullable String avatarUrl,
        @Nullable Mention mention,
        boolean edit) {

    /**
     * Reads the settings as config.yaml has them.
     *
     * @throws IllegalArgumentException with a sentence, without secrets
     */
    public static DiscordSettings of(
            String url,
            @Nullable String username,
            @Nullable String avatarUrl,
            @Nullable String mention,
            boolean edit) {
        return new DiscordSettings(
                DiscordWebhookUrl.parse(url),
                username,
                avatarUrl,
                mention == null || mention.isBlank() ? null : Mention.parse(mention),
                edit);
    }
}
