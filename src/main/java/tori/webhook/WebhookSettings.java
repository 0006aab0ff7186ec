package tori.webhook;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

/**
 * What the user configured for one webhook destination. Prints the host only: receivers put tokens
 * into paths and queries.
 *
 * @param url where to post; a user and password in it become basic authentication
 * @param keys what signs; null: nothing is signed
 */
public record WebhookSettings(HttpUrl url, @Nullable SigningKeys keys) {

    /**
     * Reads the settings as config.yaml has them.
     *
     * @param secret one or more {@code whsec_…}; null for none
     * @throws IllegalArgumentException with a sentence, without secrets
     */
    public static WebhookSettings of(String url, @Nullable String secret) {
        HttpUrl parsed = HttpUrl.parse(url.strip());
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "not a webhook address: must begin with https:// or http:// and name a host");
        }
        return new WebhookSettings(
                parsed, secret == null || secret.isBlank() ? null : SigningKeys.parse(secret));
    }

    @Override
    public String toString() {
        String port = url.port() == HttpUrl.defaultPort(url.scheme()) ? "" : ":" + url.port();
        return url.scheme() + "://" + url.host() + port + "/***";
    }
}
