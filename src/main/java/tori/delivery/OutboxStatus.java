package tori.delivery;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How a destination's guaranteed lane stands.
 *
 * @param destination its name
 * @param condition whether deliveries are taken there
 * @param since since when it is not healthy; null while it is
 * @param reason why it is not healthy, without secrets; empty while it is
 * @param waiting how many deliveries could be handed out now, each the first of its entity; an
 *     estimate
 * @param nextRetryAt when the next failed delivery is due; null if none waits
 * @param underWay how many deliveries are handed out and not settled on disk
 */
public record OutboxStatus(
        String destination,
        Condition condition,
        @Nullable Instant since,
        String reason,
        int waiting,
        @Nullable Instant nextRetryAt,
        int underWay) {

    /** Whether a destination takes deliveries. */
    public enum Condition {
        /** It does, or nothing speaks against it. */
        HEALTHY,
        /** It asked to be left alone, for so long that others take over. */
        PAUSED,
        /** It takes nothing; it is tried with one request now and then. */
        OUT,
        /** It said that it is no more; it is not called until it is configured anew. */
        GONE
    }
}
