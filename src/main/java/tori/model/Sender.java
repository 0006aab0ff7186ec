package tori.model;

import java.io.IOException;
import java.util.List;

/**
 * Delivers events to one destination. {@link #send} and {@link #limits} block and are called on
 * virtual threads, never by the dispatcher; a sender that allows more than one request in flight
 * must be thread-safe.
 */
public interface Sender extends AutoCloseable {

    /**
     * Delivers the events, at most {@link #maxBatch} of them and newest first, as one request.
     * Every expected outcome is a {@link SendResult}; an exception is a bug.
     */
    SendResult send(List<Event> events) throws InterruptedException;

    /** How many events may travel as one request; at least 1. */
    default int maxBatch() {
        return 1;
    }

    /** How many requests may be under way at once; at least 1. */
    default int maxInFlight() {
        return 1;
    }

    /**
     * The machine that answers, whatever the port: a name or address in lower case. Requests to one
     * host are bounded together, whatever the number of its destinations. Empty: not a host.
     */
    default String host() {
        return "";
    }

    /**
     * Makes what was sent outlive a power failure, where that is for the sender to do. Blocks.
     *
     * @throws IOException if what was sent may be lost; the message says why
     */
    default void flush() throws IOException {}

    /**
     * The limits of the destination itself, beside the one the user configured. May ask the
     * destination, within a bound of a few seconds; called once, before the first send.
     */
    default List<SharedLimit> limits() throws InterruptedException {
        return List.of();
    }

    /**
     * Who answers when a throttle binds everywhere; senders that share it are paused together.
     * Empty: nobody else.
     */
    default String authority() {
        return "";
    }

    /** Releases what the sender holds; called once, when no send is under way. */
    @Override
    default void close() {}
}
