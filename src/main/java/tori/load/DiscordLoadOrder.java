package tori.load;

import java.time.Duration;

/**
 * What {@code load discord} is to do.
 *
 * @param stores how many stores, each a monitor
 * @param products products of each store; each has three variants
 * @param changesPerSecond over all stores together
 * @param noticesPerSecond guaranteed notices pushed beside them, to a webhook; 0 for none
 * @param webhooks how many Discord webhooks, each in a channel of its own; stores take turns
 * @param duration how long changes happen
 * @param interval how often each store is polled
 * @param maxAge how long an alert may wait for its webhook's limits
 * @param trouble what the look-alike does besides taking messages
 */
public record DiscordLoadOrder(
        int stores,
        int products,
        double changesPerSecond,
        double noticesPerSecond,
        int webhooks,
        Duration duration,
        Duration interval,
        Duration maxAge,
        DiscordTrouble trouble) {

    /** A budget for invalid answers is shared by all webhooks, and a day has limits too. */
    private static final int MAX_WEBHOOKS = 10_000;

    public DiscordLoadOrder {
        if (stores < 1 || products < 1 || products > 250) {
            throw new IllegalArgumentException(
                    "needs at least one store and 1 to 250 products in each");
        }
        if (webhooks < 1 || webhooks > Math.min(stores, MAX_WEBHOOKS)) {
            throw new IllegalArgumentException(
                    "needs at least one webhook, and no more webhooks than stores");
        }
        if (!(changesPerSecond > 0) || !(noticesPerSecond >= 0) || !isPositive(duration)) {
            throw new IllegalArgumentException("needs a rate and a duration above zero");
        }
        if (!isPositive(interval) || !isPositive(maxAge)) {
            throw new IllegalArgumentException("needs an interval and an age above zero");
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
