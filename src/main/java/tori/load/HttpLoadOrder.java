package tori.load;

import java.time.Duration;

/**
 * What {@code load http} is to do.
 *
 * @param stores how many stores, each a monitor
 * @param products products of each store; each has three variants
 * @param changesPerSecond over all stores together
 * @param duration how long changes happen
 * @param interval how often each store is polled
 */
public record HttpLoadOrder(
        int stores, int products, double changesPerSecond, Duration duration, Duration interval) {

    public HttpLoadOrder {
        if (stores < 1 || products < 1 || products > 250) {
            throw new IllegalArgumentException(
                    "needs at least one store and 1 to 250 products in each");
        }
        if (!(changesPerSecond > 0) || duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("needs a rate and a duration above zero");
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("needs an interval above zero");
        }
    }
}
