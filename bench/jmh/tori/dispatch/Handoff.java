package tori.dispatch;

import org.jctools.queues.MessagePassingQueue;

import tori.model.Event;
import tori.ring.PendingRing;
import tori.telemetry.SilentMeters;

import java.time.Duration;
import java.util.List;

/**
 * A bounded way from many producers to one consumer that takes the newest first: ours and what
 * could stand in its place. Full means the oldest goes, except where a peer cannot do that.
 */
interface Handoff {

    int CAPACITY = 1024;

    /** Any thread. */
    void offer(Event event);

    /** All of one moment, the most urgent first, by the best means there is. Any thread. */
    default void offerAll(List<Event> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            offer(events.get(i));
        }
    }

    /** Waits until there is something to take over, or not much longer. The consumer only. */
    void await() throws InterruptedException;

    /** Takes over what was offered. The consumer only. */
    void drain();

    /** The newest of what was taken over, or null. The consumer only. */
    Event popNewest();

    static Handoff named(String name) {
        return switch (name) {
            case "tori" -> new Tori();
            case "ArrayBlockingQueue" -> new HandoffPeers.ArrayQueue();
            case "LinkedBlockingDeque" -> new HandoffPeers.BlockingDeque();
            case "LinkedTransferQueue" -> new HandoffPeers.TransferQueue();
            case "ConcurrentLinkedDeque" -> new HandoffPeers.ConcurrentDeque();
            case "PriorityBlockingQueue" -> new HandoffPeers.PriorityQueue();
            case "Disruptor" -> new HandoffPeers.Disruptor();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** DispatchQueue and PendingRing, and the dispatcher's way to sleep. */
    final class Tori implements Handoff {
        private static final long MAX_SLEEP_NANOS = Duration.ofSeconds(1).toNanos();

        private final Wakeup wakeup =
                new Wakeup(new Patience(System::nanoTime, Dispatcher.PATIENCE));
        private final DispatchQueue queue =
                new DispatchQueue("main", CAPACITY, new SilentMeters(), wakeup);
        private final PendingRing<Event> pending = new PendingRing<>(CAPACITY);
        private final MessagePassingQueue.Consumer<Event> intoPending = pending::push;

        @Override
        public void offer(Event event) {
            queue.accept(event);
        }

        @Override
        public void offerAll(List<Event> events) {
            queue.acceptAll(events);
        }

        @Override
        public void await() {
            wakeup.sleep(MAX_SLEEP_NANOS, () -> !queue.hasWork());
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
}
