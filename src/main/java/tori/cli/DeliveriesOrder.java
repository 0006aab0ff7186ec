package tori.cli;

import org.jspecify.annotations.Nullable;

import tori.delivery.DeliveryState;

import java.util.List;

/** What is to be shown or decided about deliveries. */
public sealed interface DeliveriesOrder {

    /**
     * Show some, newest first.
     *
     * @param states in one of these; empty for what is open or dead
     * @param destination owed to this one; null for any
     * @param limit how many, 1 to 500
     * @param json whether for programs
     */
    record Listing(
            List<DeliveryState> states, @Nullable String destination, int limit, boolean json)
            implements DeliveriesOrder {
        public Listing {
            states = List.copyOf(states);
        }
    }

    /**
     * Show one with all that is known.
     *
     * @param json whether for programs
     */
    record Showing(long id, boolean json) implements DeliveriesOrder {}

    /** Try some again. */
    record Retrying(Selection selection) implements DeliveriesOrder {}

    /** Give some up. */
    record Discarding(Selection selection) implements DeliveriesOrder {}

    /** Which deliveries a decision is about. */
    sealed interface Selection {

        /** Those named; at least one. */
        record Named(List<Long> ids) implements Selection {
            public Named {
                ids = List.copyOf(ids);
            }
        }

        /**
         * All that fit.
         *
         * @param states in one of these; empty for dead letters
         * @param destination owed to this one; null for any
         */
        record All(List<DeliveryState> states, @Nullable String destination) implements Selection {
            public All {
                states = List.copyOf(states);
            }
        }
    }
}
