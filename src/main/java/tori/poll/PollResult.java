package tori.poll;

import org.jspecify.annotations.Nullable;

import tori.model.Ending;
import tori.model.Event;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What one poll found. */
public sealed interface PollResult {

    /**
     * The site answered and nothing that counts has changed.
     *
     * @param shortcut what made it cheap to know
     */
    record Unchanged(Shortcut shortcut) implements PollResult {}

    /** How a monitor came to know that nothing has changed. */
    enum Shortcut {
        /** The site said so itself: 304. */
        NOT_MODIFIED,
        /** Every page came in the very bytes it had before, or was not modified. */
        EQUAL_BYTES,
        /** Read and compared in full. */
        COMPARED
    }

    /**
     * The site answered and something is to be remembered: the baseline, or a change. What is to be
     * remembered may be worked out only when it is asked for, so that what is to be told does not
     * wait for it. Used by the thread that polled.
     */
    final class Observed implements PollResult {

        private final List<Event> events;
        private final List<Ending> endings;
        private final Supplier<StateChange> remembering;
        private @Nullable StateChange change;

        /**
         * One whose change is worked out on the thread that asks for it, at most once if that does
         * not fail.
         *
         * @param events what to tell, the most urgent first; may be empty
         * @param endings what earlier events told that holds no more
         * @param remembering what to remember
         */
        public Observed(
                List<Event> events, List<Ending> endings, Supplier<StateChange> remembering) {
            this.events = List.copyOf(events);
            this.endings = List.copyOf(endings);
            this.remembering = remembering;
        }

        /** One whose change is known. */
        public Observed(List<Event> events, List<Ending> endings, StateChange change) {
            this(events, endings, () -> change);
        }

        /** Nothing has ended. */
        public Observed(List<Event> events, StateChange change) {
            this(events, List.of(), change);
        }

        /** What to tell, the most urgent first; may be empty. */
        public List<Event> events() {
            return events;
        }

        /** What earlier events told that holds no more. */
        public List<Ending> endings() {
            return endings;
        }

        /** What to remember. */
        public StateChange change() {
            StateChange known = change;
            if (known == null) {
                known = remembering.get();
                change = known;
            }
            return known;
        }
    }

    /**
     * A good answer that is too unlikely to be believed at once; the state stays as it was until
     * the next good poll shows the same.
     *
     * @param reason what is unlikely about it
     */
    record Doubted(String reason) implements PollResult {}

    /**
     * No usable answer.
     *
     * @param cause what kind of failure
     * @param detail in words, without secrets
     * @param retryAfter how long the site asked to be left alone; null if it did not
     */
    record Failed(Cause cause, String detail, @Nullable Duration retryAfter) implements PollResult {
        public Failed(Cause cause, String detail) {
            this(cause, detail, null);
        }
    }

    /** Kinds of failure, told apart because a user does something else about each. */
    enum Cause {
        /** The store is behind its password page: 401, or it leads there. */
        UNAUTHORISED,
        /** 403: the store refuses us. */
        FORBIDDEN,
        /** A page stands before the store that asks whether we are a person. */
        CHALLENGE,
        /** 404 or 410, or a collection that does not exist. */
        NOT_FOUND,
        /** The address leads to somewhere else, where there is no such store. */
        MOVED,
        /** 429: too many requests. */
        RATE_LIMITED,
        /** 430: Shopify's own "too many" for what it takes for a bot. */
        BLOCKED,
        /** 5xx. */
        SERVER_ERROR,
        /** Another status than was expected. */
        UNEXPECTED_STATUS,
        /** HTML or anything else where JSON was due, or JSON that is not well formed. */
        NOT_JSON,
        /** The answer was larger than allowed. */
        TOO_LARGE,
        /** Redirected in a circle, too often, or to less security. */
        REDIRECTED,
        /** Took longer than the timeout. */
        TIMEOUT,
        /** The name could not be resolved. */
        DNS,
        /** Connection refused, reset, cut off. */
        CONNECTION,
        /** No proxy could be used, and the site was not asked without one. */
        PROXY,
        /** The certificate or handshake failed. */
        TLS,
        /** Not asked: what it would say could not be written down. */
        STORE,
        /** A bug in tori; logged with its stack trace. */
        INTERNAL
    }
}
