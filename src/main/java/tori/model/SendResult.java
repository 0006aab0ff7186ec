package tori.model;

import java.time.Duration;

/** How one attempt to deliver ended. */
public sealed interface SendResult {

    /**
     * The destination has it.
     *
     * @param pause how long the destination asks to be left alone now; zero mostly
     */
    record Sent(Duration pause) implements SendResult {
        /** Sent, and the next may follow at once. */
        public static final Sent NOW = new Sent(Duration.ZERO);
    }

    /**
     * Not taken because there were too many; the same events may be sent again later.
     *
     * @param retryAfter how long to wait
     * @param everywhere true if the answer binds all senders of the same authority (a global limit,
     *     a ban of the address), not only this destination
     */
    record Throttled(Duration retryAfter, boolean everywhere) implements SendResult {}

    /**
     * These events will never be taken; others may be.
     *
     * @param reason what the destination said, without secrets
     */
    record Refused(String reason) implements SendResult {}

    /**
     * The destination is gone or closed to us and must not be called again.
     *
     * @param reason what the destination said, without secrets
     */
    record Gone(String reason) implements SendResult {}

    /**
     * The attempt failed in a way that may pass.
     *
     * @param reason what went wrong, without secrets
     * @param ambiguous true if the destination may have taken the events all the same
     */
    record Failed(String reason, boolean ambiguous) implements SendResult {}
}
