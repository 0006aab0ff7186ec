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

    public EventLoadOrder {
        HttpLoadOrder.require(
                OpenLoop.isRate(perSecond), "a --rate above 0 and up to 20000 a second");
        HttpLoadOrder.require(
                HttpLoadOrder.isWithin(duration, Duration.ofDays(1)),
                "a --duration above zero, and up to a day");
        HttpLoadOrder.require(
                running == null || isWeb(running),
                "a --url that begins with http:// or https:// and names a host");
        HttpLoadOrder.require(
                receiverPort >= 0 && receiverPort <= 65_535, "a --receiver-port of 1 to 65535");
        HttpLoadOrder.require(
                destination.matches("[A-Za-z0-9._-]{1,100}"),
                "a --destination, as the configuration of that tori names it");
    }

    private static boolean isWeb(URI address) {
        return address.getHost() != null
                && ("http".equalsIgnoreCase(address.getScheme())
                        || "https".equalsIgnoreCase(address.getScheme()));
    }

    /** Whether what is delivered comes back here. */
    boolean isReceived() {
        return running == null || receiverPort > 0;
    }
}
