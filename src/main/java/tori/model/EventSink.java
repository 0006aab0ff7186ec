package tori.model;

import java.util.List;

/** Where a monitor's events go. Never blocks, never throws for want of room; any thread. */
@FunctionalInterface
public interface EventSink {

    /** Takes the event over; what cannot be kept is counted by whoever drops it. */
    void accept(Event event);

    /**
     * Takes over the events of one moment, the most urgent first. As the newest goes first, they
     * are handed on in reverse, so that the most urgent is the newest.
     */
    default void acceptAll(List<Event> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            accept(events.get(i));
        }
    }

    /**
     * Takes note of what holds no more, so that earlier messages can be brought up to date. Comes
     * after the events of the same moment.
     */
    default void ended(List<Ending> endings) {}

    /**
     * Which of a moment's events must be written down before they are sent, and for whom: the
     * caller has them recorded together with the change that raised them. The others go by {@link
     * #acceptAll}, which leaves these out.
     */
    default List<Owed> owed(List<Event> events) {
        return List.of();
    }

    /**
     * Whether {@link #owed} may ever name anything: then nobody should look for events while these
     * cannot be written down.
     */
    default boolean owes() {
        return false;
    }
}
