package tori.api;

import tori.delivery.DeliveryState;

import java.io.IOException;
import java.util.Map;

/** The desk of a tori that runs: it takes what is to be delivered, too. Thread-safe. */
public interface FrontDesk extends DeliveryDesk {

    /**
     * Writes down that a notice is owed to each of its destinations; all of them or none.
     *
     * @throws IOException with a sentence for the user
     */
    NoticeReceipt accept(NoticeOrder order) throws IOException, InterruptedException;

    /** How many deliveries are in each state, discarded ones aside. Does not block. */
    Map<DeliveryState, Long> counts();
}
