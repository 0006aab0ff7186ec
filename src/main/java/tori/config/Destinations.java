package tori.config;

import org.jspecify.annotations.Nullable;

import tori.model.Rate;

import java.util.List;

/** Makes destinations of their values; stateless, any thread. */
final class Destinations {

    private Destinations() {}

    /** Null if a problem with it has been reported. */
    static @Nullable DestinationConfig resolve(Values values) {
        String type = values.get(Keys.DESTINATION_TYPE);
        return switch (type) {
            case "discord" -> discord(values);
            case "webhook" -> webhook(values);
            case "file" -> file(values);
            case "console" ->
                    new DestinationConfig.Console(delivery(values, values.get(Keys.RATE)));
            case null, default -> null;
        };
    }

    private static @Nullable DestinationConfig discord(Values values) {
        Secret url = values.get(Keys.DISCORD_URL);
        return url == null
                ? null
                : new DestinationConfig.Discord(
                        url,
                        values.get(Keys.USERNAME),
                        values.get(Keys.AVATAR_URL),
                        values.get(Keys.MENTION),
                        delivery(values, values.getOrDefault(Keys.DISCORD_RATE)));
    }

    private static @Nullable DestinationConfig webhook(Values values) {
        Secret url = values.get(Keys.WEBHOOK_URL);
        return url == null
                ? null
                : new DestinationConfig.Webhook(
                        url, values.get(Keys.SECRET), delivery(values, values.get(Keys.RATE)));
    }

    private static @Nullable DestinationConfig file(Values values) {
        String path = values.get(Keys.PATH);
        return path == null
                ? null
                : new DestinationConfig.File(path, delivery(values, values.get(Keys.RATE)));
    }

    private static DeliveryConfig delivery(Values values, @Nullable Rate rate) {
        return new DeliveryConfig(
                values.getOrDefault(Keys.DELIVERY),
                rate,
                powerOfTwo(values.getOrDefault(Keys.QUEUE)),
                values.getOrDefault(Keys.MAX_AGE),
                List.copyOf(Conversions.set(values.get(Keys.FAILOVER))));
    }

    /** The least power of two that is not less. */
    private static int powerOfTwo(int atLeast) {
        return atLeast == 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }
}
