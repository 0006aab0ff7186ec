package tori.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import okhttp3.Credentials;
import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the user configured for one webhook destination. Prints the host only: receivers put tokens
 * into paths and queries.
 *
 * @param url where to post; a user and password in it become basic authentication
 * @param keys what signs; null: nothing is signed
 */
public record WebhookSettings(HttpUrl url, @Nullable SigningKeys keys) {

    /** Shorter ones are guessed soon. */
    private static final int MIN_TOKEN = 6;

    /** Longer than most words. */
    private static final int MIN_WORDLESS = 16;

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

    /**
     * What of the address a receiver might repeat in its answer and nobody else should see, longest
     * first. What looks like a plain word is left out: masking it would make answers unreadable.
     */
    List<String> secrets() {
        Set<String> secrets = new HashSet<>();
        secrets.add(url.password());
        secrets.add(url.encodedPassword());
        if (!url.username().isEmpty()) {
            String basic = Credentials.basic(url.username(), url.password(), UTF_8);
            secrets.add(basic.substring(basic.indexOf(' ') + 1));
        }
        Stream.concat(url.pathSegments().stream(), url.encodedPathSegments().stream())
                .filter(WebhookSettings::looksRandom)
                .forEach(secrets::add);
        for (int i = 0; i < url.querySize(); i++) {
            String value = url.queryParameterValue(i);
            String token = value == null ? url.queryParameterName(i) : value;
            if (token.length() >= MIN_TOKEN) {
                secrets.add(token);
            }
        }
        secrets.add(Objects.requireNonNullElse(url.encodedQuery(), ""));
        return secrets.stream()
                .filter(secret -> !secret.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static boolean looksRandom(String segment) {
        boolean digit = segment.chars().anyMatch(c -> c >= '0' && c <= '9');
        return segment.length() >= (digit ? MIN_TOKEN : MIN_WORDLESS);
    }

    @Override
    public String toString() {
        String port = url.port() == HttpUrl.defaultPort(url.scheme()) ? "" : ":" + url.port();
        return url.scheme() + "://" + url.host() + port + "/***";
    }
}
