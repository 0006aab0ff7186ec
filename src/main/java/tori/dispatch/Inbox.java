package tori.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What other threads ask of the dispatcher thread: changes of the set of lanes, and how sends
 * ended. {@link #post} is for any thread, the rest for the dispatcher.
 *
 * <p>Its bound is that of its sources: one entry per request under way (each lane's sender says how
 * many it allows) and one per change of the configuration.
 */
final class Inbox {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Wakeup wakeup;

    Inbox(Wakeup wakeup) {
        this.wakeup = wakeup;
    }

    /** Has the dispatcher thread run the task soon. */
    void post(Runnable task) {
        tasks.add(task);
        wakeup.wake();
    }

    /** The next task, or null. */
    @Nullable Runnable poll() {
        return tasks.poll();
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }
}
