package tori.delivery;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Chooses deliveries; every given part must fit.
 *
 * @param ids these only; empty for any
 * @param states in one of these; empty for any
 * @param destination owed to this one; null for any
 */
public record DeliveryFilter(
        List<Long> ids, List<DeliveryState> states, @Nullable String destination) {

    /** Everything. */
    public static final DeliveryFilter ALL = new DeliveryFilter(List.of(), List.of(), null);

    public DeliveryFilter {
        ids = List.copyOf(ids);
        states = List.copyOf(states);
    }
}
