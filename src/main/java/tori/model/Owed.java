package tori.model;

/**
 * An event that must reach a destination: written down before it is sent.
 *
 * @param destination the destination's name
 * @param key the idempotency key: a second one of the same destination is the first one again; the
 *     event's id, unless a caller brought a key of its own
 * @param event what is owed
 */
public record Owed(String destination, String key, Event event) {

    /** Keyed as receivers see it. */
    public Owed(String destination, Event event) {
        this(destination, event.idempotencyKey(), event);
    }
}
