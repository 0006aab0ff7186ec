package tori.api;

import tori.delivery.DeliveryRow;

/** Says why a delivery was left as it is. Any thread. */
public final class Refusal {

    private Refusal() {}

    /** Why it is not tried again. */
    public static String ofRetry(DeliveryRow row) {
        return "delivery "
                + row.id()
                + " "
                + standing(row)
                + "; only a dead letter can be tried again";
    }

    /** Why it is not given up. */
    public static String ofDiscard(DeliveryRow row) {
        return "delivery " + row.id() + " " + standing(row) + "; it cannot be discarded";
    }

    private static String standing(DeliveryRow row) {
        if (row.discarded()) {
            return "was discarded";
        }
        return switch (row.state()) {
            case PENDING -> "waits for its turn";
            case IN_FLIGHT -> "is being sent now";
            case RETRY_WAIT -> "waits for its next attempt";
            case DELIVERED -> "is delivered";
            case FAILED -> "was a dead letter a moment ago";
        };
    }
}
