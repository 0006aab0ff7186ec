package tori.delivery;

import tori.model.Owed;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps deliveries on disk. Thread-safe. Whatever a future or a returning call reports survives
 * kill -9 and a power failure.
 *
 * <p>Of the open deliveries of one destination and entity, the oldest is the head; only heads are
 * handed out, so that one at a time is under way. Once it is delivered or dead the next is head.
 *
 * <p>Futures complete on the store's own thread: what hangs on them must be short and not block.
 * While the disk refuses, they wait; they fail only when the store is closed.
 */
public interface DeliveryStore {

    /** Is told what has become possible; on the store's own thread, must be short. */
    interface Listener {

        /** So many more deliveries of this destination may be claimed now. */
        void ready(String destination, int heads);

        /**
         * A delivery has become a dead letter.
         *
         * @param first true if its destination had none (discarded ones aside)
         */
        void died(Settlement settlement, boolean first);
    }

    /** Who is told, from now on; called once, before anything else. */
    void listen(Listener listener);

    /**
     * Writes down what is owed, in this order; at most one delivery per destination and key.
     *
     * @return for each, in order, what became of it
     */
    CompletableFuture<List<Acceptance>> accept(List<Owed> owed);

    /**
     * Hands out deliveries of a destination: those whose retry is due first, then the oldest. Where
     * one may not travel with so many others, the list ends before it would.
     *
     * @param limit at most so many, at least 1
     */
    CompletableFuture<List<Claimed>> claim(String destination, int limit);

    /** Writes down what became of deliveries that were handed out. */
    CompletableFuture<Void> settle(List<Settlement> settlements);

    /** What may be claimed now and when that will change; blocks for a disk read. */
    Readiness readiness(String destination) throws IOException, InterruptedException;

    /** The destinations to which something is owed, with how much; blocks for a disk read. */
    Map<String, Long> owing() throws IOException, InterruptedException;

    /** How many deliveries are in each state, discarded ones aside. Does not block. */
    Map<DeliveryState, Long> counts();

    /** Deliveries that fit, newest first; blocks for a disk read. */
    List<DeliveryRow> list(DeliveryFilter filter, int limit, int offset)
            throws IOException, InterruptedException;

    /** How many fit; blocks for a disk read. */
    long count(DeliveryFilter filter) throws IOException, InterruptedException;

    /** One with all its attempts; blocks for a disk read. */
    DeliveryDetail detail(long id)
            throws NoSuchDeliveryException, IOException, InterruptedException;

    /**
     * Makes dead letters that fit pending again; those that are no dead letters stay as they are.
     */
    CompletableFuture<Integer> retry(DeliveryFilter filter);

    /**
     * Gives up what fits and is not handed out: it counts as discarded and is never sent. Its key
     * stays taken.
     */
    CompletableFuture<Integer> discard(DeliveryFilter filter);
}
