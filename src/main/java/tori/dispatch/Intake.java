package tori.dispatch;

import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

import tori.model.Event;
import tori.ring.PowerOfTwo;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What producers put events into in front of the dispatcher: a ring with many producers and one
 * consumer, and an {@link OverflowRing} for what finds it full. {@link #put} is for any thread, and
 * so is taking out, but for one thread at a time: whoever does it holds a token.
 *
 * <p>Only the ring's consumer may take elements out, and making producers consumers by turns has
 * them wait for each other. So what finds the ring full goes into the overflow, which costs more
 * but never waits, and so does whatever comes after it until that has been emptied: what is in the
 * ring is older.
 */
final class Intake {

    private final MpscVarHandleArrayQueue<Event> ring;
    private final OverflowRing overflow;
    private final AtomicBoolean consumerToken = new AtomicBoolean();

    /**
     * @param capacity how many events the ring takes, rounded up to a power of two of at least 2;
     *     the overflow keeps at least as many again, and at most twice as many
     */
    Intake(int capacity) {
        this.ring = new MpscVarHandleArrayQueue<>(ringCapacity(capacity));
        this.overflow = new OverflowRing(ring.capacity());
    }

    private static int ringCapacity(int capacity) {
        return PowerOfTwo.atLeast(Math.max(2, capacity));
    }

    /** How many events the ring takes. */
    int capacity() {
        return ring.capacity();
    }

    /** Whether one made for so many would be like this one. */
    boolean isFor(int capacity) {
        return ring.capacity() == ringCapacity(capacity);
    }

    /** About how many events are here. */
    int size() {
        return ring.size() + overflow.size();
    }

    /** Whether there is something to take out, or about to be. */
    boolean hasWork() {
        return !ring.isEmpty() || !overflow.isEmpty();
    }

    /**
     * Takes an event. Never fails, and never waits.
     *
     * @return how many events were evicted for it
     */
    int put(Event event) {
        return overflow.isEmpty() && ring.offer(event) ? 0 : overflow.offer(event);
    }

    /**
     * Takes events of one moment, the last of them first, as far as there is room in the ring; for
     * the price of one.
     *
     * @param count how many of them, from the first on
     * @return how many were taken: the last ones
     */
    int putAtOnce(List<Event> events, int count) {
        return count > 1 && overflow.isEmpty() ? ring.fill(new Backwards(events, count), count) : 0;
    }

    /** Gives the last event of a list first. */
    private static final class Backwards implements MessagePassingQueue.Supplier<Event> {
        private final List<Event> events;
        private int next;

        Backwards(List<Event> events, int count) {
            this.events = events;
            this.next = count;
        }

        @Override
        public Event get() {
            next--;
            return events.get(next);
        }
    }

    /**
     * Moves what is here to {@code consumer}, oldest first; at most a ringful and what has not
     * fitted into the ring, so that a flood cannot keep the caller here. Moves nothing if somebody
     * else holds the token.
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

    /**
     * Moves to {@code consumer} all that is here or about to be. Unlike a drain, this waits for an
     * event whose place in the ring is taken already, and looks once more after giving the token
     * back: an event that came meanwhile, from a producer that could not have the token, is either
     * seen then or taken out by another.
     */
    void empty(MessagePassingQueue.Consumer<Event> consumer) {
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

    private boolean tryTakeToken() {
        return !consumerToken.get() && consumerToken.compareAndSet(false, true);
    }

    private void giveTokenBack() {
        consumerToken.set(false);
    }
}
