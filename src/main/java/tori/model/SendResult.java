package tori.model;

import java.time.Duration;

/** How one attempt to deliver ended. */
public sealed interface SendResult {

    /** What the destination answered, for people; {@link Answer#NONE} where it did not. */
    Answer answer();

    /**
     * The destination has it.
     *
     * @param pause how long the destination asks to be left alone now; zero mostly
     * @param perhapsTwice true if it took more than one try, and an earlier one may have arrived
     *     too
     */
    record Sent(Duration pause, Answer answer, boolean perhapsTwice) implements SendResult {
        /** Sent, and the next may follow at once. */
        public static final Sent NOW = new Sent(Duration.ZERO);

        public Sent(Duration pause) {
            this(pause, Answer.NONE);
        }

        public Sent(Duration pause, Answer answer) {
            this(pause, answer, false);
        }
    }

    /**
     * Not taken because there were too many; the same events may be sent again later.
     *
     * @param retryAfter how long to wait
     * @param everywhere true if the answer binds all senders of the same authority (a global limit,
     *     a ban of the address), not only this destination
     */
    record Throttled(Duration retryAfter, boolean everywhere, Answer answer) implements SendResult {
        public Throttled(Duration retryAfter, boolean everywhere) {
            this(retryAfter, everywhere, Answer.NONE);
        }
    }

    /**
     * These events will never be taken; others may be.
     *
     * @param reason what the destination said, without secrets
     */
    record Refused(String reason, Answer answer) implements SendResult {
        public Refused(String reason) {
            this(reason, Answer.NONE);
        }
    }

    /**
     * The destination is gone or closed to us and must not be called again.
     *
     * @param reason what the destination said, without secrets
     */
    record Gone(String reason, Answer answer) implements SendResult {
        public Gone(String reason) {
            this(reason, Answer.NONE);
        }
    }

    /**
     * The attempt failed in a way that may pass.
     *
     * @param reason what went wrong, without secrets
     * @param ambiguous true if the destination may have taken the events all the same
     * @param outage true if nothing at all can be delivered there now (it cannot be reached, a
     *     gateway says it is down, the disk is full): that says nothing about these events
     */
    record Failed(String reason, boolean ambiguous, boolean outage, Answer answer)
            implements SendResult {
        /** One without an answer: an outage unless the destination may have taken the events. */
        public Failed(String reason, boolean ambiguous) {
            this(reason, ambiguous, !ambiguous, Answer.NONE);
        }
    }
}
