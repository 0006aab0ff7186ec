package tori.dispatch;

import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

import tori.model.Departure;
import tori.model.Departures;
import tori.model.Event;
import tori.model.EventSink;
import tori.ring.PowerOfTwo;
import tori.telemetry.JfrEnqueue;
import tori.telemetry.Meters;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where events enter the freshest lane of one destination, and where the guaranteed lane asks for
 * its share of what the destination's limits allow: the thread-safe handle, in front of a ring with
 * many producers and one consumer, and of a {@link DepartureQueue}. {@link #accept} and {@link
 * #request} are for any thread; {@link #drain} and {@link #close} are the dispatcher's.
 *
 * <p><b>Full means the oldest goes.</b> Only the ring's consumer may take elements out, and
 * evicting is taking out. The right to consume is therefore a token: the dispatcher holds it while
 * it drains, and a producer that meets a full ring takes it for as long as it takes to remove one
 * element. Nobody waits for the token. A producer that cannot have it knows that its holder is
 * making room at this moment, so it offers again, a bounded number of times; the element is given
 * up, and counted as evicted, only if the holder lost its processor meanwhile. A dispatcher that
 * cannot have it leaves the ring for its next pass, which comes at once, because every producer
 * that held the token wakes it afterwards.
 *
 * <p><b>Closed means counted.</b> A producer may have looked whether the queue is open just before
 * it closed, and offer after the last drain. So it looks again once its event is in the ring, with
 * the fence of {@link Wakeup#wake} between the two, and if the queue has closed it sweeps the ring
 * itself. Whoever sweeps looks once more after giving the token back: an event that came while it
 * held the token, from a producer that could not have it, is either seen then or swept by another.
 *
 * <p>Nothing on the way of an event allocates, blocks or waits longer than {@link #MAX_OFFERS}
 * rounds.
 */
public final class DispatchQueue implements EventSink, Departures {

    /**
     * How often an event is offered to a full ring: about ten microseconds of spinning, far longer
     * than a token is held by a thread that is running.
     */
    private static final int MAX_OFFERS = 256;

    private final String destination;
    private final MpscVarHandleArrayQueue<Event> ring;
    private final Meters meters;
    private final Wakeup wakeup;
    private final DepartureQueue departures;
    private final AtomicBoolean consumerToken = new AtomicBoolean();
    private final MessagePassingQueue.Consumer<Event> discard = this::discard;

    /** What later events are counted as; null while the queue is open. */
    private volatile @Nullable String closedAs;

    /** How many events the dispatcher keeps for this destination; for the gauge only. */
    private volatile int pending;

    DispatchQueue(String destination, int capacity, Meters meters, Wakeup wakeup) {
        this.destination = destination;
        this.ring = new MpscVarHandleArrayQueue<>(PowerOfTwo.atLeast(Math.max(2, capacity)));
        this.meters = meters;
        this.wakeup = wakeup;
        this.departures = new DepartureQueue(destination, meters, wakeup);
    }

    /** The destination's name. */
    public String destination() {
        return destination;
    }

    /** What waits for its turn beside the events. */
    DepartureQueue departures() {
        return departures;
    }

    @Override
    public void request(Departure departure) {
        departures.request(departure);
    }

    /** About how many events wait for the destination, in this queue and behind it. */
    public int depth() {
        return ring.size() + pending;
    }

    @Override
    public void accept(Event event) {
        put(event);
        announce();
    }

    /** Wakes the dispatcher once all are in, so that it chooses among all of them. */
    @Override
    public void acceptAll(List<Event> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            put(events.get(i));
        }
        announce();
    }

    private void put(Event event) {
        record(event);
        String closed = closedAs;
        if (closed != null) {
            meters.delivered(destination, closed, 1);
        } else if (!ring.offer(event) && !offerEvicting(event)) {
            meters.evicted(destination);
        }
    }

    private void announce() {
        wakeup.wake();
        if (closedAs != null) {
            sweep();
        }
    }

    private boolean offerEvicting(Event event) {
        for (int i = 0; i < MAX_OFFERS; i++) {
            if (tryTakeToken()) {
                if (offerOrEvict(event)) {
                    return true;
                }
            } else {
                Thread.onSpinWait();
            }
            if (ring.offer(event)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Offers once more before it evicts: the dispatcher may have made room since the ring was found
     * full, and while the token is held here nobody else does.
     */
    private boolean offerOrEvict(Event event) {
        Event oldest = null;
        boolean offered;
        try {
            offered = ring.offer(event);
            if (!offered) {
                oldest = ring.relaxedPoll();
            }
        } finally {
            giveTokenBack();
        }
        if (oldest != null) {
            meters.evicted(destination);
        }
        return offered;
    }

    /**
     * Moves what is in the ring to {@code consumer}, oldest first; at most one ringful, so that a
     * flood cannot keep the dispatcher here. Moves nothing if a producer is evicting.
     *
     * @return how many events were moved
     */
    int drain(MessagePassingQueue.Consumer<Event> consumer) {
        if (!tryTakeToken()) {
            return 0;
        }
        try {
            return ring.drain(consumer, ring.capacity());
        } finally {
            giveTokenBack();
        }
    }

    /**
     * Whether a drain would move something now. False while a producer holds the token: it wakes
     * the dispatcher when it is done.
     */
    boolean hasWork() {
        return !consumerToken.get() && ring.relaxedPeek() != null;
    }

    /**
     * Takes no more events, but counts them.
     *
     * @param result as which later events are counted by {@link Meters#delivered}
     * @param last receives what is in the ring
     */
    void close(String result, MessagePassingQueue.Consumer<Event> last) {
        closedAs = result;
        int moved = 1;
        while (moved > 0) {
            moved = drain(last);
        }
        sweep();
    }

    /** Takes events again. */
    void reopen() {
        closedAs = null;
    }

    boolean isClosed() {
        return closedAs != null;
    }

    /** For the gauge: how many events are kept behind this queue. */
    void pending(int events) {
        if (pending != events) {
            pending = events;
        }
    }

    private void sweep() {
        do {
            if (!tryTakeToken()) {
                return;
            }
            try {
                ring.drain(discard);
            } finally {
                giveTokenBack();
            }
        } while (ring.relaxedPeek() != null);
    }

    private void discard(Event event) {
        String result = closedAs;
        meters.delivered(destination, result == null ? "abandoned" : result, 1);
    }

    private boolean tryTakeToken() {
        return !consumerToken.get() && consumerToken.compareAndSet(false, true);
    }

    private void giveTokenBack() {
        consumerToken.set(false);
    }

    private void record(Event event) {
        JfrEnqueue enqueue = new JfrEnqueue();
        if (enqueue.isEnabled()) {
            enqueue.destination = destination;
            enqueue.type = event.type().wireName();
            enqueue.subject = event.subject();
            enqueue.commit();
        }
    }
}
