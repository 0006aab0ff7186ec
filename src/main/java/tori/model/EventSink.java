package tori.model;

/** Where a monitor's events go. Never blocks, never throws for want of room; any thread. */
@FunctionalInterface
public interface EventSink {

    /** Takes the event over; what cannot be kept is counted by whoever drops it. */
    void accept(Event event);
}
