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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where events enter the freshest lane of one destination, and where the guaranteed lane asks for
 * its share of what the destination's limits allow: the thread-safe handle, in front of a ring with
 * many producers and one consumer, and of a {@link DepartureQueue}. {@link #accept} and {@link
 * #request} are for any thread; {@link #drain} and {@link #close} are the dispatcher's.
 *
 * <p><b>Full means the oldest goes.</b> Only the ring's consumer may take elements out, and making
 * producers consumers by turns has them wait for each other. What finds the ring full goes into an
 * {@link OverflowRing} instead, which costs more than the ring but never waits, and so does
 * whatever comes after it until the dispatcher has emptied that: what is in the ring is older. The
 * dispatcher takes from the ring first, then from there. What is too much it evicts itself: only it
 * knows whose events wait, so that one noisy monitor does not put out what others have seen.
 *
 * <p><b>Closed means counted.</b> A producer may have looked whether the queue is open just before
 * it closed, and offer after the last drain. So it looks again once its event is in, and if the
 * queue has closed it sweeps out what is there. Whoever sweeps or drains holds a token meanwhile,
 * as there may be one consumer only, and looks once more after giving it back: an event that came
 * while it held the token, from a producer that could not have it, is either seen then or swept by
 * another.
 *
 * <p><b>Why that needs no fence.</b> An offer's first step is an atomic change of the ring's
 * producer index, or of the overflow's ticket; then the producer reads {@code closedAs}, the token,
 * and whether the dispatcher sleeps. Whoever closes, gives the token back or goes to sleep writes
 * that first and then reads those two indices. All are volatile accesses, which have one order for
 * all threads: one of the two sides sees the other. What it sees may be the index of an event that
 * has not arrived yet, two instructions later: the dispatcher then comes back for it instead of
 * going to sleep, and whoever closes or sweeps waits for it.
 *
 * <p>Nothing on the way of an event allocates, blocks or waits.
 */
public final class DispatchQueue implements EventSink, Departures {

    private final String destination;
    private final MpscVarHandleArrayQueue<Event> ring;
    private final OverflowRing overflow;
    private final Meters meters;
    private final Wakeup wakeup;
    private final DepartureQueue departures;
    private final DepartureQueue idleDepartures;
    private final AtomicBoolean consumerToken = new AtomicBoolean();
    private final MessagePassingQueue.Consumer<Event> discard = this::discard;

    /** What later events are counted as; null while the queue is open. */
    private volatile @Nullable String closedAs;

    /** How many events the dispatcher keeps for this destination; for the gauge only. */
    private volatile int pending;

    /** Of which nobody has been told; see {@link Drops}. */
    private final AtomicLong untoldEvictions = new AtomicLong();

    private final LaneHealth health;

    /** A queue by itself, whose destination takes everything. */
    DispatchQueue(String destination, int capacity, Meters meters, Wakeup wakeup) {
        this(destination, capacity, meters, wakeup, new LaneHealth(() -> 0));
    }

    DispatchQueue(
            String destination, int capacity, Meters meters, Wakeup wakeup, LaneHealth health) {
        this.destination = destination;
        this.health = health;
        this.ring = new MpscVarHandleArrayQueue<>(PowerOfTwo.atLeast(Math.max(2, capacity)));
        this.overflow = new OverflowRing(ring.capacity());
        this.meters = meters;
        this.wakeup = wakeup;
        this.departures = new DepartureQueue(destination, meters, wakeup);
        this.idleDepartures = new DepartureQueue(destination, meters, wakeup);
    }

    /** The destination's name. */
    public String destination() {
        return destination;
    }

    /** Whether the destination takes what is sent there, as far as its own requests have shown. */
    LaneHealth health() {
        return health;
    }

    /** The same, for those who choose between this destination and another. Any thread; cheap. */
    public boolean isHealthy() {
        return health.isHealthy();
    }

    /**
     * Whether it is time to see if an unhealthy destination takes events again. Who is told so has
     * this event accepted here, although it has gone to another destination.
     */
    public boolean tryProbe(Event event) {
        return health.tryProbe(event);
    }

    /** What waits for its turn beside the events. */
    DepartureQueue departures() {
        return departures;
    }

    /** What waits until nothing else does. */
    DepartureQueue idleDepartures() {
        return idleDepartures;
    }

    /**
     * Where requests are let go only while no event and no other departure waits, and while half of
     * what the limits allow is left. One that is under way when something else comes is
     * interrupted.
     */
    public Departures whenIdle() {
        return idleDepartures;
    }

    @Override
    public void request(Departure departure) {
        departures.request(departure);
    }

    /** About how many events wait for the destination, in this queue and behind it. */
    public int depth() {
        return ring.size() + overflow.size() + pending;
    }

    @Override
    public void accept(Event event) {
        put(event);
        announce();
    }

    /**
     * Wakes the dispatcher once all are in, so that it chooses among all of them. What cannot be
     * kept anyway stays out: it would only put out what others have brought.
     */
    @Override
    public void acceptAll(List<Event> events) {
        int kept = Math.min(events.size(), ring.capacity());
        for (int i = events.size() - 1; i >= kept; i--) {
            turnAway(events.get(i));
        }
        for (int i = kept - 1; i >= 0; i--) {
            put(events.get(i));
        }
        announce();
    }

    private void turnAway(Event event) {
        record(event);
        String closed = closedAs;
        if (closed == null) {
            evicted();
        } else {
            meters.delivered(destination, closed, 1);
        }
    }

    private void put(Event event) {
        record(event);
        String closed = closedAs;
        if (closed != null) {
            meters.delivered(destination, closed, 1);
        } else if (!overflow.isEmpty() || !ring.offer(event)) {
            overflow(event);
        }
    }

    private void announce() {
        wakeup.wake();
        if (closedAs != null) {
            sweep();
        }
    }

    private void overflow(Event event) {
        for (int evicted = overflow.offer(event); evicted > 0; evicted--) {
            evicted();
        }
    }

    private void evicted() {
        meters.evicted(destination);
        untoldEvictions.getAndIncrement();
    }

    /** How many were evicted here since this was asked last. */
    long takeEvicted() {
        return untoldEvictions.get() == 0 ? 0 : untoldEvictions.getAndSet(0);
    }

    /**
     * Moves what is here to {@code consumer}, oldest first; at most a ringful and what has not
     * fitted into the ring, so that a flood cannot keep the dispatcher here. Moves nothing if a
     * producer sweeps.
     *
     * @return how many events were moved
     */
    int drain(MessagePassingQueue.Consumer<Event> consumer) {
        if (!tryTakeToken()) {
            return 0;
        }
        try {
            if (overflow.isEmpty()) {
                return ring.drain(consumer, ring.capacity());
            }
            return ring.drain(consumer, ring.size()) + overflow.drain(consumer);
        } finally {
            giveTokenBack();
        }
    }

    /** Whether there is something to drain, or about to be. */
    boolean hasWork() {
        return !ring.isEmpty() || !overflow.isEmpty();
    }

    /**
     * Takes no more events, but counts them.
     *
     * @param result as which later events are counted by {@link Meters#delivered}
     * @param last receives what is in the ring
     */
    void close(String result, MessagePassingQueue.Consumer<Event> last) {
        closedAs = result;
        consumeAll(last);
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
        consumeAll(discard);
    }

    /** Unlike a drain, this waits for an event whose place in the ring is taken already. */
    private void consumeAll(MessagePassingQueue.Consumer<Event> consumer) {
        do {
            if (!tryTakeToken()) {
                return;
            }
            try {
                Event event = ring.poll();
                while (event != null) {
                    consumer.accept(event);
                    event = ring.poll();
                }
                overflow.drain(consumer);
            } finally {
                giveTokenBack();
            }
        } while (hasWork());
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
