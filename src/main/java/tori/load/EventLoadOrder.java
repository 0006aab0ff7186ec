package tori.load;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;

/**
 * What {@code load events} is to do.
 *
 * @param perSecond guaranteed events pushed a second
 * @param duration how long they are pushed
 * @param running where a running tori listens; null for one of our own
 * @param destination what they are owed to; a running tori must have it
 * @param receiverPort where the running tori's destination, a webhook, is received on loopback; 0
 *     if it is received elsewhere, and only acceptance can be measured
 */
public record EventLoadOrder(
        double perSecond,
        Duration duration,
        @Nullable URI running,
        String destination,
        int receiverPort) {

    /** More than any disk takes, and what the numbers of events have room for in a day. */
    private static final double MAX_PER_SECOND = 20_000;

    public EventLoadOrder {
        if (!(perSecond > 0) || perSecond > MAX_PER_SECOND) {
            throw new IllegalArgumentException("needs a rate above 0 and up to 20000 a second");
        }
        if (duration.isNegative()
                || duration.isZero()
                || duration.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("needs a duration above zero, and up to a day");
        }
        if (receiverPort < 0 || receiverPort > 65_535) {
            throw new IllegalArgumentException("needs a port from 1 to 65535 for the receiver");
        }
        if (!destination.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException(
                    "needs the name of a destination, as the configuration of that tori has it");
        }
    }

    /** Whether what is delivered comes back here. */
    boolean isReceived() {
        return running == null || receiverPort > 0;
    }
}
