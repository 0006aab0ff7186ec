package tori.dispatch;

import org.jspecify.annotations.Nullable;

import tori.model.Departure;
import tori.model.SendResult;
import tori.time.Backoff;

import java.util.random.RandomGenerator;

/**
 * What leaves a lane only while nothing else waits there, such as a correction of what was sent
 * earlier. Thread-confined to the dispatcher, but for the queue in front.
 *
 * <p>It costs no event any time: it takes a permit only where half of them are left, and what is
 * under way is interrupted when something else comes. What the destination says about it binds
 * nothing else.
 */
final class IdleDepartures {

    private final DepartureQueue queue;
    private final Backoff backoff;
    private final RandomGenerator random;
    private @Nullable DepartureSending underWay;
    private boolean interrupted;
    private boolean paused;
    private long pausedUntilNanos;
    private int failuresInRow;

    IdleDepartures(DepartureQueue queue, Backoff backoff, RandomGenerator random) {
        this.queue = queue;
        this.backoff = backoff;
        this.random = random;
    }

    void drain() {
        queue.drain();
    }

    boolean hasWork() {
        return queue.hasWork();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** How long its own pause lasts; zero without one. */
    long nanosUntilDue(long nowNanos) {
        return paused ? Math.max(0, pausedUntilNanos - nowNanos) : 0;
    }

    Departure next() {
        return queue.next();
    }

    void begun(DepartureSending sending) {
        underWay = sending;
        interrupted = false;
        paused = false;
    }

    /** Something else waits: what is under way ends now. */
    void makeWay() {
        DepartureSending sending = underWay;
        if (sending != null && !interrupted) {
            interrupted = true;
            sending.interrupt();
        }
    }

    /**
     * What was under way has ended.
     *
     * @param result null if it has sent nothing
     */
    void ended(@Nullable SendResult result, long completedNanos) {
        boolean madeWay = interrupted;
        underWay = null;
        interrupted = false;
        switch (result) {
            case null -> {}
            case SendResult.Sent sent -> {
                failuresInRow = 0;
                pause(completedNanos, Nanos.of(sent.pause()));
            }
            case SendResult.Throttled throttled ->
                    pause(completedNanos, Nanos.of(throttled.retryAfter()));
            case SendResult.Failed _ -> {
                if (!madeWay) {
                    failuresInRow++;
                    pause(completedNanos, backoff.waitNanos(failuresInRow, random));
                }
            }
            case SendResult.Refused _, SendResult.Gone _ -> {}
        }
    }

    private void pause(long completedNanos, long waitNanos) {
        if (waitNanos > 0) {
            paused = true;
            pausedUntilNanos = completedNanos + waitNanos;
        }
    }

    void close(String reason) {
        queue.close(reason);
    }

    void reopen() {
        queue.reopen();
    }
}
