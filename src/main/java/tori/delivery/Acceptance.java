package tori.delivery;

/**
 * What became of something owed.
 *
 * @param id the delivery's number
 * @param first false if a delivery of this key was there already: this is that one, and nothing was
 *     added
 * @param sameEvent false if the one that was there owes something else under the same key
 * @param state where it stands
 */
public record Acceptance(long id, boolean first, boolean sameEvent, DeliveryState state) {}
