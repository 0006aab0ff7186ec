package tori.delivery;

import java.util.List;

/**
 * A delivery with everything known of it.
 *
 * @param row the delivery
 * @param event the event as JSON; empty if the event log no longer has it
 * @param attempts the newest attempts, oldest first
 */
public record DeliveryDetail(DeliveryRow row, String event, List<Attempt> attempts) {

    /** How many attempts of one delivery are kept: a long outage makes many that say the same. */
    public static final int MAX_ATTEMPTS = 20;

    public DeliveryDetail {
        attempts = List.copyOf(attempts);
    }
}
