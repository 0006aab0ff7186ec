package tori.dispatch;

import org.agrona.collections.Object2IntHashMap;
import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.model.MonitorId;
import tori.ring.PendingRing;

import java.util.Arrays;

/**
 * Whose turn it is, where events of several monitors wait for one destination. Thread-confined to
 * the dispatcher; knows events by their slots in a {@link PendingRing}.
 *
 * <p>Deficit round robin with a quantum of one event, and what is told together with it: each
 * source in turn gives its newest. A source that comes anew goes first, so that a quiet store does
 * not wait for a noisy one. Having given, it goes to the end of the round and stays there until its
 * turn comes again, whether it has anything more or not: by coming and going it cannot get ahead of
 * anybody. Between two turns of a source every other source therefore has one turn at most.
 *
 * <p>Where there is no room, the source that holds most gives up its oldest.
 *
 * <p>Nothing allocates, but the index of sources as their number grows; every operation takes
 * constant time, entering apart, which looks for the event's place in time from the newest on.
 */
final class Sources {

    private static final int NONE = PendingRing.NONE;
    private static final int EXPECTED_SOURCES = 64;
    private static final float LOAD_FACTOR = 0.55f;

    private final PendingRing<Event> ring;
    private final int slots;

    /** The events of each source; the sentinel of list {@code n} is at {@code slots + n}. */
    private final int[] newer;

    private final int[] older;
    private final int[] listOfSlot;

    /** Which list is whose. */
    private final Object2IntHashMap<MonitorId> listBySource =
            new Object2IntHashMap<>(EXPECTED_SOURCES, LOAD_FACTOR, NONE);

    private final @Nullable MonitorId[] sourceOfList;
    private final Holdings holdings;

    /** The round, a circle; free lists are a stack threaded through {@code nextTurn}. */
    private final int[] nextTurn;

    private final int[] previousTurn;

    /** Whose turn it is; none if there is nobody. */
    private int current = NONE;

    private int freeList;
    private @Nullable MonitorId lastSource;
    private int lastList;

    /**
     * @param ring has the events, and as many slots as there may be
     */
    Sources(PendingRing<Event> ring) {
        this.ring = ring;
        this.slots = ring.capacity();
        // Half of the lists may be of sources that have nothing left and wait for their turn.
        int lists = 2 * slots;
        this.newer = new int[slots + lists];
        this.older = new int[slots + lists];
        this.listOfSlot = new int[slots];
        this.sourceOfList = new MonitorId[lists];
        this.holdings = new Holdings(lists, slots);
        this.nextTurn = new int[lists];
        this.previousTurn = new int[lists];
        clear();
    }

    /** The event in this slot waits now; of one instant, the one that enters later is newer. */
    void enter(int slot) {
        Event event = ring.get(slot);
        int list = list(event.source());
        if (list == NONE) {
            list = open(event.source());
        }
        int after = slots + list;
        int before = older[after];
        while (before < slots && ring.get(before).seenNanos() - event.seenNanos() > 0) {
            after = before;
            before = older[before];
        }
        older[slot] = before;
        newer[slot] = after;
        newer[before] = slot;
        older[after] = slot;
        listOfSlot[slot] = list;
        holdings.gain(list);
    }

    /** The event in this slot waits no more; to be called before the ring forgets it. */
    void leave(int slot) {
        newer[older[slot]] = newer[slot];
        older[newer[slot]] = older[slot];
        holdings.lose(listOfSlot[slot]);
    }

    /** The slot of the event that goes next. Something must wait. */
    int next() {
        while (holdings.of(current) == 0) {
            close(current);
        }
        return older[slots + current];
    }

    /** Whoever's turn it was has had it. */
    void pass() {
        current = nextTurn[current];
    }

    /**
     * The slot of the event that goes where there is no room for one more: the oldest of the source
     * that holds most, the newcomer counted. Something must wait.
     */
    int victim(MonitorId newcomer) {
        int list = list(newcomer);
        boolean own = list != NONE && holdings.of(list) == holdings.most();
        return newer[slots + (own ? list : holdings.holder())];
    }

    /** Forgets everybody: nothing waits any more. */
    void clear() {
        int lists = sourceOfList.length;
        Arrays.fill(sourceOfList, null);
        for (int list = 0; list < lists; list++) {
            newer[slots + list] = slots + list;
            older[slots + list] = slots + list;
            nextTurn[list] = list + 1 < lists ? list + 1 : NONE;
        }
        freeList = 0;
        current = NONE;
        lastSource = null;
        listBySource.clear();
        holdings.clear();
    }

    /** Forgets everybody, where nothing waits: takes no longer than coming took them. */
    void disperse() {
        while (current != NONE) {
            close(current);
        }
    }

    private int list(MonitorId source) {
        if (source.equals(lastSource)) {
            return lastList;
        }
        int list = listBySource.getValue(source);
        if (list != NONE) {
            lastSource = source;
            lastList = list;
        }
        return list;
    }

    private int open(MonitorId source) {
        if (freeList == NONE) {
            closeEmpty();
        }
        int list = freeList;
        freeList = nextTurn[list];
        sourceOfList[list] = source;
        listBySource.put(source, list);
        lastSource = source;
        lastList = list;
        if (current == NONE) {
            nextTurn[list] = list;
            previousTurn[list] = list;
        } else {
            int last = previousTurn[current];
            nextTurn[last] = list;
            previousTurn[list] = last;
            nextTurn[list] = current;
            previousTurn[current] = list;
        }
        current = list;
        return list;
    }

    /** As at most half of all lists have events, this happens once in so many newcomers. */
    private void closeEmpty() {
        for (int list = 0; list < sourceOfList.length; list++) {
            if (holdings.of(list) == 0) {
                close(list);
            }
        }
    }

    private void close(int list) {
        MonitorId source = sourceOfList[list];
        if (source == null) {
            throw new IllegalStateException("not open: " + list);
        }
        listBySource.removeKey(source);
        sourceOfList[list] = null;
        if (list == lastList) {
            lastSource = null;
        }
        int following = nextTurn[list];
        nextTurn[previousTurn[list]] = following;
        previousTurn[following] = previousTurn[list];
        if (list == current) {
            current = following == list ? NONE : following;
        }
        nextTurn[list] = freeList;
        freeList = list;
    }
}
