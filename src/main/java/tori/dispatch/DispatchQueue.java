package tori.dispatch;

import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

import tori.model.Departure;
import tori.model.Departures;
import tori.model.Event;
import tori.model.EventSink;
import tori.telemetry.Flight;
import tori.telemetry.JfrEnqueue;
import tori.telemetry.Meters;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where events enter the freshest lane of one destination, and where the guaranteed lane asks for
 * its share of what the destination's limits allow: the thread-safe handle, in front of an {@link
 * Intake} and of a {@link DepartureQueue}. {@link #accept} and {@link #request} are for any thread;
 * {@link #drain}, {@link #resize} and {@link #close} are the dispatcher's.
 *
 * <p><b>Full means the oldest goes.</b> What is too much for the dispatcher it evicts itself: only
 * it knows whose events wait, so that one noisy monitor does not put out what others have seen.
 * Only what comes faster than the dispatcher looks is evicted here.
 *
 * <p><b>Closed means counted, resized means moved.</b> A producer may have looked whether the queue
 * is open, and which intake is in use, just before that changed, and put its event in after the
 * last look at it. So it looks again once its event is in. If the queue has closed it takes out
 * what is there, and counts it; if another intake is in use it moves what is there to that one, and
 * looks again. Whoever takes out, producer or dispatcher, holds the intake's token meanwhile.
 *
 * <p><b>Why that needs no fence.</b> Putting an event in begins with an atomic change of the ring's
 * producer index, or of the overflow's ticket; then the producer reads {@code closedAs}, {@code
 * intake}, the token, and whether the dispatcher sleeps. Whoever closes, resizes, gives the token
 * back or goes to sleep writes that first and then reads those two indices. All are volatile
 * accesses, which have one order for all threads: one of the two sides sees the other. What it sees
 * may be the index of an event that has not arrived yet, two instructions later, or so many for
 * each event of one moment: the dispatcher then comes back for it instead of going to sleep, and
 * whoever closes, resizes or sweeps waits for it.
 *
 * <p>Nothing on the way of an event allocates, blocks or waits.
 */
public final class DispatchQueue implements EventSink, Departures {

    private final String destination;
    private final Meters meters;
    private final FateLog fates;
    private final Wakeup wakeup;
    private final DepartureQueue departures;
    private final DepartureQueue idleDepartures;
    private final MessagePassingQueue.Consumer<Event> discard = this::discard;

    /** Where events are put now; one in use before is left as soon as its producers look again. */
    private volatile Intake intake;

    /** What later events are counted as; null while the queue is open. */
    private volatile @Nullable String closedAs;

    /** How many events the dispatcher keeps for this destination; for the gauge only. */
    private volatile int pending;

    private volatile List<WindowGauge> limits = List.of();

    /** Of which nobody has been told; see {@link Drops}. */
    private final AtomicLong untoldEvictions = new AtomicLong();

    private final LaneHealth health;

    /** A queue by itself, whose destination takes everything. */
    DispatchQueue(String destination, int capacity, Meters meters, Wakeup wakeup) {
        this(destination, capacity, meters, wakeup, new LaneHealth(() -> 0), FateLog.NONE);
    }

    DispatchQueue(
            String destination,
            int capacity,
            Meters meters,
            Wakeup wakeup,
            LaneHealth health,
            FateLog fates) {
        this.fates = fates;
        this.destination = destination;
        this.health = health;
        this.intake = new Intake(capacity);
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
        return intake.size() + pending;
    }

    /** The limits that hold for the destination now. The dispatcher's thread. */
    void showLimits(List<WindowGauge> gauges) {
        limits = List.copyOf(gauges);
    }

    /** The same, the user's own first. Any thread. */
    public List<WindowGauge> limits() {
        return limits;
    }

    @Override
    public void accept(Event event) {
        Intake into = intake;
        record(event);
        put(event, into);
        announce(into);
    }

    /**
     * Wakes the dispatcher once all are in, so that it chooses among all of them. They take their
     * places in the ring together, as far as there is room. What cannot be kept anyway stays out:
     * it would only put out what others have brought.
     */
    @Override
    public void acceptAll(List<Event> events) {
        Intake into = intake;
        for (int i = events.size() - 1; i >= 0; i--) {
            // Before any place is taken: what comes after an empty one could never be taken out.
            record(Objects.requireNonNull(events.get(i)));
        }
        int kept = Math.min(events.size(), into.capacity());
        for (int i = events.size() - 1; i >= kept; i--) {
            turnAway(events.get(i));
        }
        int left = closedAs == null ? kept - into.putAtOnce(events, kept) : kept;
        for (int i = left - 1; i >= 0; i--) {
            put(events.get(i), into);
        }
        announce(into);
    }

    private void turnAway(Event event) {
        String closed = closedAs;
        if (closed == null) {
            evicted();
            fates.note(event, destination, Fate.EVICTED, 0, null);
        } else {
            refused(event, closed);
        }
    }

    private void refused(Event event, String closed) {
        meters.delivered(destination, closed, 1);
        fates.note(event, destination, Fate.ABANDONED, 0, closed);
    }

    private void put(Event event, Intake into) {
        String closed = closedAs;
        if (closed != null) {
            refused(event, closed);
            return;
        }
        for (int evicted = into.put(event); evicted > 0; evicted--) {
            evicted();
        }
    }

    private void announce(Intake filled) {
        wakeup.wake();
        if (closedAs != null) {
            filled.empty(discard);
        } else if (filled != intake) {
            moveOn(filled);
        }
    }

    /** The dispatcher has left this intake; as often as it is resized meanwhile. */
    private void moveOn(Intake left) {
        Intake now = intake;
        left.empty(event -> put(event, now));
        announce(now);
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
        return intake.drain(consumer);
    }

    /** Whether there is something to drain, or about to be. */
    boolean hasWork() {
        return intake.hasWork();
    }

    /**
     * Takes as many events at once as a queue made with this capacity.
     *
     * @param consumer receives what is here, if that changes anything
     */
    void resize(int capacity, MessagePassingQueue.Consumer<Event> consumer) {
        Intake before = intake;
        if (!before.isFor(capacity)) {
            intake = new Intake(capacity);
            before.empty(consumer);
        }
    }

    /**
     * Takes no more events, but counts them.
     *
     * @param result as which later events are counted by {@link Meters#delivered}
     * @param last receives what is in the ring
     */
    void close(String result, MessagePassingQueue.Consumer<Event> last) {
        closedAs = result;
        intake.empty(last);
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

    private void discard(Event event) {
        String result = closedAs;
        refused(event, result == null ? "abandoned" : result);
    }

    private void record(Event event) {
        JfrEnqueue enqueue = Flight.enqueue();
        if (enqueue != null) {
            enqueue.destination = destination;
            enqueue.type = event.type().wireName();
            enqueue.subject = event.subject();
            enqueue.commit();
        }
    }
}
