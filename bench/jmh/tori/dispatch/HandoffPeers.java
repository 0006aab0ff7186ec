package tori.dispatch;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;

import tori.model.Event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What could stand in the place of our hand-off. */
final class HandoffPeers {

    private HandoffPeers() {}

    /** What a consumer keeps whose queue does not give the newest first. */
    private abstract static class WithStack implements Handoff {
        private final ArrayDeque<Event> pending = new ArrayDeque<>(CAPACITY);

        final void push(Event event) {
            if (pending.size() == CAPACITY) {
                pending.pollFirst();
            }
            pending.addLast(event);
        }

        @Override
        public final Event popNewest() {
            return pending.pollLast();
        }
    }

    /** Evicts by polling. Drains all at once, under its lock once. */
    static final class ArrayQueue extends WithStack {
        private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(CAPACITY);
        private final List<Event> batch = new ArrayList<>(CAPACITY);

        @Override
        public void offer(Event event) {
            while (!queue.offer(event)) {
                queue.poll();
            }
        }

        @Override
        public void await() throws InterruptedException {
            push(queue.take());
        }

        @Override
        public void drain() {
            queue.drainTo(batch);
            for (int i = 0; i < batch.size(); i++) {
                push(batch.get(i));
            }
            batch.clear();
        }
    }

    /** Unbounded, bounded by a counter beside it; evicts by polling. */
    static final class TransferQueue extends WithStack {
        private final LinkedTransferQueue<Event> queue = new LinkedTransferQueue<>();
        private final AtomicInteger size = new AtomicInteger();

        @Override
        public void offer(Event event) {
            if (size.incrementAndGet() > CAPACITY && queue.poll() != null) {
                size.decrementAndGet();
            }
            queue.offer(event);
        }

        @Override
        public void await() throws InterruptedException {
            push(queue.take());
            size.decrementAndGet();
        }

        @Override
        public void drain() {
            int moved = 0;
            Event event = queue.poll();
            while (event != null) {
                push(event);
                moved++;
                event = moved < CAPACITY ? queue.poll() : null;
            }
            size.addAndGet(-moved);
        }
    }

    /** One deque does it all, under its lock. */
    static final class BlockingDeque implements Handoff {
        private final LinkedBlockingDeque<Event> deque = new LinkedBlockingDeque<>(CAPACITY);
        private Event taken;

        @Override
        public void offer(Event event) {
            while (!deque.offerLast(event)) {
                deque.pollFirst();
            }
        }

        /** Under its lock once, if there is room; one producer only. */
        @Override
        public void offerAll(List<Event> events) {
            if (deque.remainingCapacity() >= events.size()) {
                deque.addAll(events.reversed());
            } else {
                Handoff.super.offerAll(events);
            }
        }

        @Override
        public void await() throws InterruptedException {
            taken = deque.takeLast();
        }

        @Override
        public void drain() {}

        @Override
        public Event popNewest() {
            Event newest = taken;
            taken = null;
            return newest == null ? deque.pollLast() : newest;
        }
    }

    /** Without locks; bounded by a counter beside it, and put to sleep by our means. */
    static final class ConcurrentDeque implements Handoff {
        private final ConcurrentLinkedDeque<Event> deque = new ConcurrentLinkedDeque<>();
        private final AtomicInteger size = new AtomicInteger();
        private final Wakeup wakeup = new Wakeup();

        @Override
        public void offer(Event event) {
            if (size.incrementAndGet() > CAPACITY && deque.pollFirst() != null) {
                size.decrementAndGet();
            }
            deque.offerLast(event);
            wakeup.wake();
        }

        @Override
        public void await() {
            wakeup.sleep(TimeUnit.SECONDS.toNanos(1), deque::isEmpty);
        }

        @Override
        public void drain() {}

        @Override
        public Event popNewest() {
            Event newest = deque.pollLast();
            if (newest != null) {
                size.decrementAndGet();
            }
            return newest;
        }
    }

    /**
     * The newest is its head. It cannot give up its tail: bounded by a counter beside it, a full
     * one drops what comes.
     */
    static final class PriorityQueue implements Handoff {
        private final PriorityBlockingQueue<Event> queue =
                new PriorityBlockingQueue<>(
                        CAPACITY, Comparator.comparingLong(Event::seenNanos).reversed());
        private final AtomicInteger size = new AtomicInteger();
        private Event taken;

        @Override
        public void offer(Event event) {
            if (size.incrementAndGet() > CAPACITY) {
                size.decrementAndGet();
            } else {
                queue.offer(event);
            }
        }

        @Override
        public void await() throws InterruptedException {
            taken = queue.take();
            size.decrementAndGet();
        }

        @Override
        public void drain() {}

        @Override
        public Event popNewest() {
            Event newest = taken;
            taken = null;
            if (newest == null) {
                newest = queue.poll();
                if (newest != null) {
                    size.decrementAndGet();
                }
            }
            return newest;
        }
    }

    /** The Disruptor's ring. A full ring drops what comes: it cannot evict. */
    static final class Disruptor extends WithStack {

        /** What a slot of the ring holds. */
        static final class Slot {
            Event event;
        }

        private final RingBuffer<Slot> ring =
                RingBuffer.createMultiProducer(Slot::new, CAPACITY, new BlockingWaitStrategy());
        private final EventPoller<Slot> poller = ring.newPoller();
        private final Wakeup wakeup = new Wakeup();
        private final EventPoller.Handler<Slot> handler =
                (slot, sequence, endOfBatch) -> {
                    push(slot.event);
                    return true;
                };

        Disruptor() {
            ring.addGatingSequences(poller.getSequence());
        }

        @Override
        public void offer(Event event) {
            ring.tryPublishEvent((slot, sequence, published) -> slot.event = published, event);
            wakeup.wake();
        }

        /** Claims its places at once, if there is room for all. */
        @Override
        public void offerAll(List<Event> events) {
            int count = events.size();
            long last;
            try {
                last = ring.tryNext(count);
            } catch (InsufficientCapacityException e) {
                super.offerAll(events);
                return;
            }
            for (int i = 0; i < count; i++) {
                ring.get(last - i).event = events.get(i);
            }
            ring.publish(last - count + 1, last);
            wakeup.wake();
        }

        @Override
        public void await() {
            wakeup.sleep(
                    TimeUnit.SECONDS.toNanos(1),
                    () -> !ring.isAvailable(poller.getSequence().get() + 1));
        }

        @Override
        public void drain() {
            try {
                poller.poll(handler);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
