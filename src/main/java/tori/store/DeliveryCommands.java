package tori.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What is to be done about deliveries, users and added monitors, in the order it was asked for.
 * Thread-safe; the lock is held for moments only.
 *
 * <p>Claims and settlements are bounded by those who ask: a lane has one claim and its settlements
 * under way. What is to be accepted has a bound here: callers who were not answered in time ask
 * again. Monitors ask through {@link PendingChanges}.
 */
final class DeliveryCommands {

    /** Events that may wait here to be written down: milliseconds for a disk that works. */
    private static final int MAX_OWED = 20_000;

    /** And their characters: 16 MB or twice that. */
    private static final long MAX_CHARACTERS = 16_000_000;

    private final Runnable wakeup;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<DeliveryCommand<?>> waiting = new ArrayDeque<>();
    private List<DeliveryCommand<?>> taken = List.of();
    private int owed;
    private long characters;
    private boolean closed;

    /**
     * @param wakeup lets the writer look; must not block
     */
    DeliveryCommands(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** Whether no more can be accepted before something has been written. */
    boolean isFull() {
        lock.lock();
        try {
            return owed >= MAX_OWED || characters >= MAX_CHARACTERS;
        } finally {
            lock.unlock();
        }
    }

    private void leave(DeliveryCommand<?> command) {
        owed -= command.owed;
        characters -= command.characters;
    }

    /** Asks for what is refused where it would be in vain. */
    <T> CompletableFuture<T> submit(DeliveryCommand<T> command, StoreCondition condition) {
        String lost = condition.lost();
        return lost != null
                ? CompletableFuture.failedFuture(new StoreException(lost, null))
                : submit(
                        command,
                        () ->
                                new StoreException(
                                        condition.name() + " is closed; tori is stopping", null));
    }

    /** Asks; the future completes on the writer's thread. */
    <T> CompletableFuture<T> submit(
            DeliveryCommand<T> command, Supplier<StoreException> whenClosed) {
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(whenClosed.get());
            }
            waiting.add(command);
            owed += command.owed;
            characters += command.characters;
        } finally {
            lock.unlock();
        }
        wakeup.run();
        return command.future;
    }

    /** What to do next, the longest waiting first, of about so many rows. Writer only. */
    List<DeliveryCommand<?>> take(int maxRows) {
        lock.lock();
        try {
            List<DeliveryCommand<?>> batch = new ArrayList<>();
            int rows = 0;
            while (!waiting.isEmpty() && rows < maxRows) {
                DeliveryCommand<?> next = waiting.remove();
                if (next.isGivenUp()) {
                    leave(next);
                } else {
                    rows += next.rows;
                    batch.add(next);
                }
            }
            taken = batch;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** What was taken is in the file. Writer only. */
    void written() {
        lock.lock();
        try {
            for (DeliveryCommand<?> command : taken) {
                leave(command);
            }
            taken = List.of();
        } finally {
            lock.unlock();
        }
    }

    /** One that was taken can never be done. Writer only. */
    void drop(DeliveryCommand<?> command) {
        lock.lock();
        try {
            if (taken.remove(command)) {
                leave(command);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was taken could not be written: it waits again, before all others. Writer only. */
    void putBack() {
        lock.lock();
        try {
            for (int i = taken.size() - 1; i >= 0; i--) {
                waiting.addFirst(taken.get(i));
            }
            taken = List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives up what was not done. */
    void fail(StoreException reason) {
        List<DeliveryCommand<?>> left;
        lock.lock();
        try {
            left = new ArrayList<>(taken);
            left.addAll(waiting);
            waiting.clear();
            owed = 0;
            characters = 0;
        } finally {
            lock.unlock();
        }
        left.forEach(command -> command.future.completeExceptionally(reason));
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** How many events wait here to be written. */
    int owed() {
        lock.lock();
        try {
            return owed;
        } finally {
            lock.unlock();
        }
    }
}
