package tori.load;

import java.time.Duration;

/**
 * What the look-alike does besides taking messages; the shares are those of all requests, from 0 to
 * 1.
 *
 * @param latency how long it takes to answer
 * @param slow share that takes twenty times as long
 * @param errors share answered 500, not taken
 * @param limited share answered 429 although no limit was passed, half of them globally
 * @param seed which requests these are
 */
public record DiscordTrouble(
        Duration latency, double slow, double errors, double limited, long seed) {

    private static final Duration MAX_LATENCY = Duration.ofMinutes(1);

    public DiscordTrouble {
        HttpLoadOrder.require(
                latency.isZero() || HttpLoadOrder.isWithin(latency, MAX_LATENCY),
                "a --latency of zero or more, and up to a minute");
        HttpLoadOrder.require(isShare(slow), "a share --slow of 0 to 1");
        HttpLoadOrder.require(isShare(errors), "a share --errors of 0 to 1");
        HttpLoadOrder.require(isShare(limited), "a share --limited of 0 to 1");
        if (errors + limited >= 1) {
            throw new IllegalArgumentException(
                    "leaves no request that is taken: --errors and --limited together must be below"
                            + " 1");
        }
    }

    private static boolean isShare(double share) {
        return share >= 0 && share <= 1;
    }
}
