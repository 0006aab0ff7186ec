package tori.config;

import org.jspecify.annotations.Nullable;

import tori.model.Rate;

import java.util.List;

/** Makes destinations of their values; stateless, any thread. */
final class Destinations {

    private Destinations() {}

    /** Null if a problem with it has been reported. */
    static @Nullable DestinationConfig resolve(Values values) {
        String type = values.get(DestinationKeys.DESTINATION_TYPE);
        if (type == null) {
            return null;
        }
        return switch (type) {
            case "discord" -> discord(values);
            case "webhook" -> webhook(values);
            case "file" -> file(values);
            case "console" ->
                    new DestinationConfig.Console(
                            delivery(values, values.get(DestinationKeys.RATE)));
            default -> null;
        };
    }

    private static @Nullable DestinationConfig discord(Values values) {
        Secret url = values.get(DestinationKeys.DISCORD_URL);
        return url == null
                ? null
                : new DestinationConfig.Discord(
                        url,
                        values.get(DestinationKeys.USERNAME),
                        values.get(DestinationKeys.AVATAR_URL),
                        values.get(DestinationKeys.MENTION),
                        values.getOrDefault(DestinationKeys.EDIT),
                        delivery(values, values.getOrDefault(DestinationKeys.DISCORD_RATE)));
    }

    private static @Nullable DestinationConfig webhook(Values values) {
        Secret url = values.get(DestinationKeys.WEBHOOK_URL);
        return url == null
                ? null
                : new DestinationConfig.Webhook(
                        url,
                        values.get(DestinationKeys.SECRET),
                        delivery(values, values.get(DestinationKeys.RATE)));
    }

    private static @Nullable DestinationConfig file(Values values) {
        String path = values.get(DestinationKeys.PATH);
        return path == null
                ? null
                : new DestinationConfig.File(
                        path, delivery(values, values.get(DestinationKeys.RATE)));
    }

    private static DeliveryConfig delivery(Values values, @Nullable Rate rate) {
        return new DeliveryConfig(
                values.getOrDefault(DestinationKeys.DELIVERY),
                rate,
                powerOfTwo(values.getOrDefault(DestinationKeys.QUEUE)),
                values.getOrDefault(DestinationKeys.MAX_AGE),
                values.get(QuietKeys.QUIET),
                values.getOrDefault(DestinationKeys.DIGEST),
                List.copyOf(Conversions.set(values.get(DestinationKeys.FAILOVER))));
    }

    /** The least power of two that is not less. */
    private static int powerOfTwo(int atLeast) {
        return atLeast == 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }
}
