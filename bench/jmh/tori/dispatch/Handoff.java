package tori.dispatch;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;

import org.jctools.queues.MessagePassingQueue;

import tori.model.Event;
import tori.ring.PendingRing;
import tori.telemetry.SilentMeters;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded way from many producers to one consumer that takes the newest first: ours and what
 * could stand in its place. Full means the oldest goes, except where a peer cannot do that.
 */
interface Handoff {

    int CAPACITY = 1024;

    /** Any thread. */
    void offer(Event event);

    /** Takes over what was offered. The consumer only. */
    void drain();

    /** The newest of what was taken over, or null. The consumer only. */
    Event popNewest();

    static Handoff named(String name) {
        return switch (name) {
            case "tori" -> new Tori();
            case "ArrayBlockingQueue" -> new ThroughQueue(new ArrayBlockingQueue<>(CAPACITY));
            case "LinkedTransferQueue" -> new ThroughTransfer();
            case "LinkedBlockingDeque" -> new ThroughDeque();
            case "Disruptor" -> new ThroughDisruptor();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** DispatchQueue and PendingRing. */
    final class Tori implements Handoff {
        private final DispatchQueue queue =
                new DispatchQueue("main", CAPACITY, new SilentMeters(), new Wakeup());
        private final PendingRing<Event> pending = new PendingRing<>(CAPACITY);
        private final MessagePassingQueue.Consumer<Event> intoPending = pending::push;

        @Override
        public void offer(Event event) {
            queue.accept(event);
        }

        @Override
        public void drain() {
            queue.drain(intoPending);
        }

        @Override
        public Event popNewest() {
            return pending.popNewest();
        }
    }

    /** A queue of java.util.concurrent and an ArrayDeque. */
    class ThroughQueue implements Handoff {
        final Queue<Event> queue;
        private final ArrayDeque<Event> pending = new ArrayDeque<>(CAPACITY);

        ThroughQueue(Queue<Event> queue) {
            this.queue = queue;
        }

        @Override
        public void offer(Event event) {
            while (!queue.offer(event)) {
                queue.poll();
            }
        }

        @Override
        public void drain() {
            for (int i = 0; i < CAPACITY; i++) {
                Event event = poll();
                if (event == null) {
                    return;
                }
                if (pending.size() == CAPACITY) {
                    pending.pollFirst();
                }
                pending.addLast(event);
            }
        }

        Event poll() {
            return queue.poll();
        }

        @Override
        public Event popNewest() {
            return pending.pollLast();
        }
    }

    /** An unbounded queue, bounded by a counter beside it, and an ArrayDeque. */
    final class ThroughTransfer extends ThroughQueue {
        private final AtomicInteger size = new AtomicInteger();

        ThroughTransfer() {
            super(new LinkedTransferQueue<>());
        }

        @Override
        public void offer(Event event) {
            if (size.incrementAndGet() > CAPACITY) {
                poll();
            }
            queue.offer(event);
        }

        @Override
        Event poll() {
            Event event = super.poll();
            if (event != null) {
                size.decrementAndGet();
            }
            return event;
        }
    }

    /** One deque does it all, under its lock. */
    final class ThroughDeque implements Handoff {
        private final LinkedBlockingDeque<Event> deque = new LinkedBlockingDeque<>(CAPACITY);

        @Override
        public void offer(Event event) {
            while (!deque.offerLast(event)) {
                deque.pollFirst();
            }
        }

        @Override
        public void drain() {}

        @Override
        public Event popNewest() {
            return deque.pollLast();
        }
    }

    /** The Disruptor's ring and an ArrayDeque. A full ring drops the newest: it cannot evict. */
    final class ThroughDisruptor implements Handoff {

        /** What a slot of the ring holds. */
        static final class Slot {
            Event event;
        }

        private final RingBuffer<Slot> ring =
                RingBuffer.createMultiProducer(Slot::new, CAPACITY, new YieldingWaitStrategy());
        private final EventPoller<Slot> poller = ring.newPoller();
        private final ArrayDeque<Event> pending = new ArrayDeque<>(CAPACITY);
        private final EventPoller.Handler<Slot> handler =
                (slot, sequence, endOfBatch) -> {
                    if (pending.size() == CAPACITY) {
                        pending.pollFirst();
                    }
                    pending.addLast(slot.event);
                    return true;
                };

        ThroughDisruptor() {
            ring.addGatingSequences(poller.getSequence());
        }

        @Override
        public void offer(Event event) {
            ring.tryPublishEvent((slot, sequence, published) -> slot.event = published, event);
        }

        @Override
        public void drain() {
            try {
                poller.poll(handler);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Event popNewest() {
            return pending.pollLast();
        }
    }
}
