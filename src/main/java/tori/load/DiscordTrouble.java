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

    public DiscordTrouble {
        if (latency.isNegative() || !isShare(slow) || !isShare(errors) || !isShare(limited)) {
            throw new IllegalArgumentException(
                    "needs a latency of zero or more, and shares from 0 to 1");
        }
        if (errors + limited >= 1) {
            throw new IllegalArgumentException("leaves no request that is taken");
        }
    }

    private static boolean isShare(double share) {
        return share >= 0 && share <= 1;
    }
}
