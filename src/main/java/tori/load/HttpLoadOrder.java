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
 * @param warmUp how long stores change before that, without being measured; may be zero
 * @param warmUpChangesPerSecond over all stores together, meanwhile
 * @param inside whether that tori records its own view of each alert
 */
public record HttpLoadOrder(
        int stores,
        int products,
        double changesPerSecond,
        Duration duration,
        Duration interval,
        Duration warmUp,
        double warmUpChangesPerSecond,
        boolean inside) {

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
        if (warmUp.isNegative() || !(warmUpChangesPerSecond > 0)) {
            throw new IllegalArgumentException("needs a warm-up of zero or more, and its rate");
        }
    }

    /** The same for its warm-up. */
    HttpLoadOrder asWarmUp() {
        return new HttpLoadOrder(
                stores,
                products,
                warmUpChangesPerSecond,
                warmUp,
                interval,
                Duration.ZERO,
                warmUpChangesPerSecond,
                inside);
    }
}
