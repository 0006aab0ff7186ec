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

    /** The first polls take two intervals, in which nothing can be measured. */
    private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

    private static final Duration MAX_DURATION = Duration.ofDays(1);

    public DiscordLoadOrder {
        HttpLoadOrder.require(stores >= 1, "--stores of at least 1");
        HttpLoadOrder.require(products >= 1 && products <= 250, "--products of 1 to 250");
        HttpLoadOrder.require(
                webhooks >= 1 && webhooks <= Math.min(stores, MAX_WEBHOOKS),
                "--webhooks of at least 1, and no more than stores");
        HttpLoadOrder.require(
                OpenLoop.isRate(changesPerSecond), "a --rate above 0 and up to 20000 a second");
        HttpLoadOrder.require(
                noticesPerSecond == 0 || OpenLoop.isRate(noticesPerSecond),
                "--events of 0 to 20000 a second");
        HttpLoadOrder.require(
                HttpLoadOrder.isWithin(duration, MAX_DURATION),
                "a --duration above zero, and up to a day");
        HttpLoadOrder.require(
                HttpLoadOrder.isWithin(interval, MAX_INTERVAL),
                "an --interval above zero, and up to a minute");
        HttpLoadOrder.require(
                HttpLoadOrder.isWithin(maxAge, MAX_DURATION),
                "a --max-age above zero, and up to a day");
    }
}
