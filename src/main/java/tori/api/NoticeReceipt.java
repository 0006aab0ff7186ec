package tori.api;

import tori.delivery.DeliveryState;

import java.util.List;
import java.util.UUID;

/** What became of a {@link NoticeOrder}. */
public sealed interface NoticeReceipt {

    /**
     * It is durable, by this request or by an earlier one of the same key.
     *
     * @param key the idempotency key in force
     * @param entries one per destination
     */
    record Accepted(String key, List<Entry> entries) implements NoticeReceipt {
        public Accepted {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One destination's delivery.
     *
     * @param id its number
     * @param destination to whom it is owed
     * @param eventId the event that is owed: the first one's where this is a repetition
     * @param state where it stands
     * @param kind whether it is new
     */
    record Entry(long id, String destination, UUID eventId, DeliveryState state, Kind kind) {}

    /** How a delivery relates to the request. */
    enum Kind {
        /** Made by it. */
        NEW,
        /** There was one of this key already, and it says the same. */
        REPEATED,
        /** There was one of this key already, and it says something else: nothing was added. */
        CONFLICTING
    }

    /**
     * There is no such destination; nothing was written.
     *
     * @param name what was asked for
     * @param known those there are
     */
    record UnknownDestination(String name, List<String> known) implements NoticeReceipt {
        public UnknownDestination {
            known = List.copyOf(known);
        }
    }

    /**
     * The disk did not take it in time; it may take it yet.
     *
     * @param key under which it may be repeated without being delivered twice
     */
    record TooSlow(String key) implements NoticeReceipt {}
}
