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
 * @param encoding how pages are packed
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
        PageEncoding encoding,
        boolean inside) {

    /** The first polls take two intervals, in which nothing can be measured. */
    private static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

    private static final Duration MAX_DURATION = Duration.ofDays(1);

    public HttpLoadOrder {
        require(stores >= 1, "--stores of at least 1");
        require(products >= 1 && products <= 250, "--products of 1 to 250");
        require(OpenLoop.isRate(changesPerSecond), "a --rate above 0 and up to 20000 a second");
        require(isWithin(duration, MAX_DURATION), "a --duration above zero, and up to a day");
        require(isWithin(interval, MAX_INTERVAL), "an --interval above zero, and up to a minute");
        require(
                warmUp.isZero() || isWithin(warmUp, MAX_DURATION),
                "a --warmup of zero or more, and up to a day");
        require(
                OpenLoop.isRate(warmUpChangesPerSecond),
                "a --warmup-rate above 0 and up to 20000 a second");
    }

    static void require(boolean so, String what) {
        if (!so) {
            throw new IllegalArgumentException("needs " + what);
        }
    }

    /** Whether it is above zero and not above the other. */
    static boolean isWithin(Duration duration, Duration max) {
        return !duration.isNegative() && !duration.isZero() && duration.compareTo(max) <= 0;
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
                encoding,
                inside);
    }
}
