package tori.poll;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one address, shared by the hosts behind it: deficit round robin, in which each
 * turn of a host is worth half a second of a connection. What a fetch costs is what the last one of
 * its host held its connection for. So the next free connection goes to the host whose turn it is,
 * however many fetches another one has waiting, and a host that hangs comes to its turn less often.
 *
 * <p>Hosts whose last fetch took long have three quarters of the connections between them: the
 * others find one free when all of those hang.
 *
 * <p>Thread-safe. A fetch that finds a free connection and nobody waiting leaves no trace. Those
 * that wait are bounded by the permits of their hosts and by the polls that may run at once; a host
 * is known here only while one of its fetches waits.
 */
final class AddressLane extends GateLane {

    /** A quarter of the connections is for quick hosts: they need each for a moment only. */
    private static final int QUICK_PART = 4;

    /** What became of a fetch that asked. */
    enum State {
        /** Its turn has not come. */
        WAITING,
        /** It holds a connection. */
        GRANTED,
        /** It could start only after its deadline. */
        REFUSED,
        /** It has given back what it had. */
        ENDED
    }

    /** One fetch: in the queue, then among those under way. Guarded by its lane. */
    static final class Place {

        private final HostLane host;
        private final long deadlineNanos;

        /** Null where it was decided at once. */
        private @Nullable CountDownLatch told;

        private State state = State.WAITING;
        private boolean countedSlow;
        private long startNanos;

        private Place(HostLane host, long deadlineNanos) {
            this.host = host;
            this.deadlineNanos = deadlineNanos;
        }

        /** When it may start; of a granted one, read by the thread that asked. */
        long startNanos() {
            return startNanos;
        }
    }

    /** The waiting fetches of one host, in the order in which they came. */
    private static final class Flow {

        private final HostLane host;
        private final ArrayDeque<Place> waiting = new ArrayDeque<>();

        /** Turns it has had and not used. */
        private int credit;

        private Flow(HostLane host) {
            this.host = host;
        }
    }

    private final int connections;
    private final int slowConnections;
    private final long gapNanos;

    /** By host; all of them are in one of the two queues. */
    private final Map<HostLane, Flow> flows = new HashMap<>();

    /** In the order of their turns. */
    private final ArrayDeque<Flow> ring = new ArrayDeque<>();

    /** Slow ones that wait until fewer connections are with slow ones. */
    private final ArrayDeque<Flow> aside = new ArrayDeque<>();

    private int held;
    private int heldBySlow;
    private long nextStartNanos;

    /** The one that has been promised the next start and waits for the gap to pass. */
    private @Nullable Place starting;

    AddressLane(GateLimits.Lane limits, long nowNanos) {
        this.connections = limits.connections();
        this.slowConnections = Math.max(1, connections - Math.max(1, connections / QUICK_PART));
        this.gapNanos = limits.gap().toNanos();
        this.nextStartNanos = nowNanos;
    }

    /** Asks for a connection; never blocks. To be {@link #leave left} whatever becomes of it. */
    synchronized Place ask(HostLane host, long nowNanos, long deadlineNanos) {
        Place place = new Place(host, deadlineNanos);
        if (ring.isEmpty() && isFree() && !mustStandAside(host)) {
            decide(place, nowNanos);
            return place;
        }
        Flow flow = flows.get(host);
        if (flow == null) {
            flow = new Flow(host);
            flows.put(host, flow);
            ring.addLast(flow);
        }
        place.told = new CountDownLatch(1);
        flow.waiting.addLast(place);
        serve(nowNanos);
        return place;
    }

    /** Waits until it is decided, or for so long; says how it stands. Blocks. */
    State await(Place place, long maxWaitNanos) throws InterruptedException {
        CountDownLatch told = place.told;
        if (told != null) {
            var _ = told.await(Math.max(maxWaitNanos, 0), TimeUnit.NANOSECONDS);
        }
        synchronized (this) {
            return place.state;
        }
    }

    /** Whether there is a least time between two starts. */
    boolean isSpaced() {
        return gapNanos > 0;
    }

    /** A granted one starts now: the gap runs from here, and the next one is chosen. */
    synchronized void started(Place place, long nowNanos) {
        if (starting == place) {
            starting = null;
            nextStartNanos = Math.max(nextStartNanos - nowNanos, gapNanos) + nowNanos;
            serve(nowNanos);
        }
    }

    /** Gives back whatever it has; further calls do nothing. */
    synchronized void leave(Place place, long nowNanos) {
        switch (place.state) {
            case WAITING -> withdraw(place);
            case GRANTED -> giveBack(place);
            case REFUSED, ENDED -> {}
        }
        place.state = State.ENDED;
        serve(nowNanos);
    }

    @Override
    synchronized boolean idle(long nowNanos) {
        return users == 0 && nextStartNanos - nowNanos <= 0;
    }

    private void withdraw(Place place) {
        Flow flow = flows.get(place.host);
        if (flow == null) {
            return;
        }
        flow.waiting.remove(place);
        if (flow.waiting.isEmpty()) {
            flows.remove(flow.host);
            if (!ring.remove(flow)) {
                aside.remove(flow);
            }
        }
    }

    private void giveBack(Place place) {
        held--;
        if (starting == place) {
            starting = null;
        }
        if (place.countedSlow) {
            heldBySlow--;
            ring.addAll(aside);
            aside.clear();
        }
    }

    private boolean isFree() {
        return held < connections && starting == null;
    }

    private boolean mustStandAside(HostLane host) {
        return host.isSlow() && heldBySlow >= slowConnections;
    }

    /** Decides about those whose turn it is, as far as connections and the gap allow. */
    private void serve(long nowNanos) {
        while (isFree()) {
            Flow flow = nextFlow();
            if (flow == null) {
                return;
            }
            Place place = flow.waiting.removeFirst();
            if (flow.waiting.isEmpty()) {
                flows.remove(flow.host);
                ring.removeLast();
            }
            decide(place, nowNanos);
        }
    }

    /**
     * The one whose turn it is, put at the end; null if there is none that may be served. Each look
     * at one gives it a turn or puts it aside, so there are at most {@link HostLane#MAX_TURNS}
     * rounds.
     */
    private @Nullable Flow nextFlow() {
        while (!ring.isEmpty()) {
            Flow flow = ring.removeFirst();
            if (mustStandAside(flow.host)) {
                aside.addLast(flow);
                continue;
            }
            ring.addLast(flow);
            flow.credit++;
            int turns = flow.host.turns();
            if (flow.credit >= turns) {
                flow.credit -= turns;
                return flow;
            }
        }
        return null;
    }

    private void decide(Place place, long nowNanos) {
        long start = Math.max(nextStartNanos - nowNanos, 0) + nowNanos;
        if (start - place.deadlineNanos > 0) {
            place.state = State.REFUSED;
        } else {
            place.state = State.GRANTED;
            place.startNanos = start;
            place.countedSlow = place.host.isSlow();
            held++;
            heldBySlow += place.countedSlow ? 1 : 0;
            nextStartNanos = start + gapNanos;
            starting = start - nowNanos > 0 ? place : null;
        }
        if (place.told != null) {
            place.told.countDown();
        }
    }
}
