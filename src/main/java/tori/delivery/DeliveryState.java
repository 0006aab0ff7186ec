package tori.delivery;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** The name of the station a delivery is at; see {@link Station} for the ways between them. */
public enum DeliveryState {
    /** Written down, waiting for its turn. */
    PENDING,
    /** Handed out to be sent; whether it was sent is not known before it is settled. */
    IN_FLIGHT,
    /** An attempt has failed; the next is due later. */
    RETRY_WAIT,
    /** The destination has it. */
    DELIVERED,
    /** A dead letter: given up, kept for people to see and to retry. */
    FAILED;

    /** Whether tori still has something to do about it. */
    public boolean isOpen() {
        return switch (this) {
            case PENDING, IN_FLIGHT, RETRY_WAIT -> true;
            case DELIVERED, FAILED -> false;
        };
    }

    /** As written in commands, metrics and the API: {@code retry_wait}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of this wire name; null if there is none. */
    public static @Nullable DeliveryState ofWireName(String wireName) {
        for (DeliveryState state : values()) {
            if (state.wireName().equals(wireName)) {
                return state;
            }
        }
        return null;
    }
}
