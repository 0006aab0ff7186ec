package tori.network;

import okhttp3.internal.concurrent.TaskRunner;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;

/**
 * Runs OkHttp's tasks on a virtual thread that rests after each: what comes meanwhile waits until
 * the rest is over, and wakes nobody. Only for tasks that may be a second late. Told of and waited
 * in under the runner's lock, which guards its fields.
 */
final class RestingBackend implements TaskRunner.Backend {

    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    /** Starts threads for nobody: only its clock and its waits are used. */
    private final TaskRunner.Backend real;

    /** Whether the thread rests, and whether something came meanwhile. */
    private boolean resting;

    private boolean missed;

    /** Whether it has rested since it last had something to do. */
    private boolean rested;

    RestingBackend() {
        this(new TaskRunner.RealBackend(Thread.ofVirtual().factory()));
    }

    /**
     * @param real waits and reads the clock
     */
    RestingBackend(TaskRunner.Backend real) {
        this.real = real;
    }

    @Override
    public long nanoTime() {
        return real.nanoTime();
    }

    @Override
    public void coordinatorNotify(TaskRunner runner) {
        if (resting) {
            missed = true;
        } else {
            real.coordinatorNotify(runner);
        }
    }

    @Override
    public void coordinatorWait(TaskRunner runner, long nanos) {
        if (rested) {
            real.coordinatorWait(runner, nanos);
            rested = false;
            return;
        }
        resting = true;
        missed = false;
        try {
            real.coordinatorWait(runner, Math.min(nanos, REST_NANOS));
        } finally {
            resting = false;
        }
        rested = !missed;
    }

    @Override
    public <T> BlockingQueue<T> decorate(BlockingQueue<T> queue) {
        return real.decorate(queue);
    }

    @Override
    public void execute(TaskRunner runner, Runnable task) {
        Thread.ofVirtual().name("idle connections").start(task);
    }
}
