package tori.dispatch;

import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

import tori.model.Event;
import tori.ring.PowerOfTwo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the newest events and gives up the oldest, without anybody ever waiting for anybody: where
 * events go while the ring in front of the dispatcher is full. {@link #offer} is for any thread,
 * {@link #drain} for one at a time.
 *
 * <p>Each offer draws a ticket, and each ticket belongs to a slot: the one that the ticket a whole
 * ring before belongs to. The event is exchanged with what the slot holds. That is nothing if the
 * drain has been here since, or else the oldest event there is, which is thereby evicted. Of two
 * that meet in a slot the one seen later stays, so that a thread which lost its processor for a
 * whole ring of others does not put its old event in the place of a newer one.
 *
 * <p>An event changes hands only by such an exchange: whoever gets it out of a slot, and nobody
 * else, hands it over, counts it, or offers it again. None is lost and none is doubled.
 *
 * <p><b>None stays behind.</b> A drain first says, in {@code drained}, up to which ticket it will
 * look, and then empties the slots; a producer puts its event into the slot first, and then looks
 * at {@code drained}. All four are volatile accesses or stronger, which have one order for all
 * threads. So either the drain finds the event, or the producer finds that the drain has passed its
 * ticket: it takes back what is in the slot, if anything is, and offers it with a new ticket. The
 * drain waits for no slot, therefore, and a producer repeats only if the drain overtook it between
 * two of its instructions.
 *
 * <p><b>None goes too early.</b> A new ticket may belong to a slot that the drain has claimed but
 * not emptied yet, and so put out an event there would be room for. So there are twice as many
 * slots as events to be kept, and a drain claims at most half of them at a time: what is put out so
 * is older than all the tickets of another half. To claim one by one would need fewer slots, but
 * has producers and drain write and read the same word all the time: ten times the processor time
 * with 64 producers.
 */
final class OverflowRing {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Event[].class);

    private final @Nullable Event[] slots;
    private final int mask;

    /** The next ticket. */
    private final AtomicLong tickets = new AtomicLong();

    /** Below this, tickets are the drain's; above, their events wait. */
    private final AtomicLong drained = new AtomicLong();

    /**
     * @param capacity how many events are kept at least, 1 or more; rounded up to a power of two.
     *     At most twice as many are
     */
    OverflowRing(int capacity) {
        this.slots = new Event[2 * PowerOfTwo.atLeast(capacity)];
        this.mask = slots.length - 1;
    }

    /**
     * Keeps an event. Never fails, and never waits.
     *
     * @return how many events were evicted for it; more than one only if a drain got between
     */
    int offer(Event event) {
        int evicted = 0;
        Event homeless = event;
        while (homeless != null) {
            long ticket = tickets.getAndIncrement();
            int slot = (int) ticket & mask;
            Event before = exchange(slot, homeless);
            if (before != null && before.seenNanos() - homeless.seenNanos() > 0) {
                before = exchange(slot, before);
            }
            if (before != null) {
                evicted++;
            }
            homeless = drained.get() > ticket ? exchange(slot, null) : null;
        }
        return evicted;
    }

    private @Nullable Event exchange(int slot, @Nullable Event event) {
        return (Event) SLOT.getAndSet(slots, slot, event);
    }

    /**
     * Moves to {@code consumer} what has been offered, in the order of tickets; what is offered
     * meanwhile is left for the next time.
     *
     * @return how many events were moved
     */
    int drain(MessagePassingQueue.Consumer<Event> consumer) {
        long from = drained.get();
        long to = tickets.get();
        if (from == to) {
            return 0;
        }
        int moved = 0;
        long ticket = Math.max(from, to - slots.length);
        while (ticket < to) {
            long claimed = Math.min(to, ticket + slots.length / 2);
            drained.set(claimed);
            for (; ticket < claimed; ticket++) {
                Event event = exchange((int) ticket & mask, null);
                if (event != null) {
                    moved++;
                    consumer.accept(event);
                }
            }
        }
        return moved;
    }

    /** About how many events are kept. */
    int size() {
        return (int) Math.min(slots.length, tickets.get() - drained.get());
    }

    /**
     * Whether a drain would find nothing. An event whose offer has begun counts as there, although
     * a drain may find it only the next time.
     */
    boolean isEmpty() {
        return drained.get() == tickets.get();
    }
}
