package tori.config;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/** Where events are sent to. */
public sealed interface DestinationConfig {

    /** What all kinds have in common: rate, lane, queue. */
    DeliveryConfig delivery();

    /**
     * A Discord webhook.
     *
     * @param url an address of Discord's, or of a look-alike on loopback, that ends in {@code
     *     /api/webhooks/ID/TOKEN}, perhaps with a query; valid for {@link URI#create}
     * @param username shown as the sender; null for the webhook's own
     * @param avatarUrl shown as the sender's picture; null for the webhook's own
     * @param mention such as {@code <@&1234>} or {@code @here}; null for none
     * @param edit whether messages are brought up to date
     */
    record Discord(
            Secret url,
            @Nullable String username,
            @Nullable URI avatarUrl,
            @Nullable String mention,
            boolean edit,
            DeliveryConfig delivery)
            implements DestinationConfig {}

    /**
     * Any HTTP endpoint that takes CloudEvents as JSON.
     *
     * @param url an absolute {@code http(s)} address; valid for {@link URI#create}
     * @param secret {@code whsec_} and the base64 of 24 to 64 bytes, for Standard Webhooks
     *     signatures; null to send unsigned
     */
    record Webhook(Secret url, @Nullable Secret secret, DeliveryConfig delivery)
            implements DestinationConfig {}

    /**
     * A file that gets one JSON line per event.
     *
     * @param path as written; relative to the working directory
     */
    record File(String path, DeliveryConfig delivery) implements DestinationConfig {}

    /** Standard output, one readable line per event. */
    record Console(DeliveryConfig delivery) implements DestinationConfig {}
}
