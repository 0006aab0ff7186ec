package tori.api;

import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryFilter;
import tori.delivery.NoSuchDeliveryException;

import java.io.IOException;

/**
 * What people and programs may see and decide about deliveries, of a tori that runs or of a store
 * at rest. Thread-safe; every call blocks for the disk, within a bound.
 */
public interface DeliveryDesk {

    /** How many deliveries one page holds at most. */
    int MAX_PAGE = 500;

    /**
     * Deliveries that fit, newest first.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @param offset how many of the newest to leave out
     * @throws IOException with a sentence for the user
     */
    DeliveryPage list(DeliveryFilter filter, int limit, int offset)
            throws IOException, InterruptedException;

    /**
     * One with its event and attempts.
     *
     * @throws IOException with a sentence for the user
     */
    DeliveryDetail detail(long id)
            throws NoSuchDeliveryException, IOException, InterruptedException;

    /**
     * Makes dead letters that fit pending again.
     *
     * @return how many, once that is durable
     * @throws IOException with a sentence for the user
     */
    int retry(DeliveryFilter filter) throws IOException, InterruptedException;

    /**
     * Gives up what fits and is not being sent now.
     *
     * @return how many, once that is durable
     * @throws IOException with a sentence for the user
     */
    int discard(DeliveryFilter filter) throws IOException, InterruptedException;
}
