package tori.model;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * Delivers events to one destination. {@link #send} and {@link #limits} block and are called on
 * virtual threads, never by the dispatcher; a sender that allows more than one request in flight
 * must be thread-safe.
 */
public interface Sender extends AutoCloseable {

    /**
     * Delivers the events as one request: at most {@link #maxBatch} of them, those told together
     * counted once, and at most {@link #maxEvents} altogether. Those of one monitor come newest
     * first, but for what is told together, which stands side by side; several monitors come by
     * turns, so that the first is not always the newest of all. Every expected outcome is a {@link
     * SendResult}; an exception is a bug.
     */
    SendResult send(List<Event> events) throws InterruptedException;

    /** How many events may travel as one request; at least 1. */
    default int maxBatch() {
        return 1;
    }

    /**
     * How many events may travel as one request where some of them are told together, which count
     * once in {@link #maxBatch}. No more than that: nothing is told together.
     */
    default int maxEvents() {
        return maxBatch();
    }

    /**
     * Whether these are told together, as one: symmetric and transitive. Called by the dispatcher:
     * cheap.
     */
    default boolean isToldTogether(Event one, Event other) {
        return false;
    }

    /**
     * Takes note of what holds no more. Any thread, also while a request is under way; does not
     * wait for one.
     *
     * @return whether {@link #amend} is to be called at a good moment
     */
    default boolean ended(Ending ending) {
        return false;
    }

    /**
     * Brings one message that was sent earlier up to date, as one request.
     *
     * @return how it ended; null if there is none that is out of date
     */
    default @Nullable SendResult amend() throws InterruptedException {
        return null;
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
