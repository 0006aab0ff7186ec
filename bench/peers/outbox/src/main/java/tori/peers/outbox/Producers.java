package tori.peers.outbox;

import org.HdrHistogram.ConcurrentHistogram;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that enqueue. Event number n is of entity n modulo the number of entities and is
 * enqueued by thread n modulo the number of threads, so that the events of one entity have an
 * order.
 */
final class Producers implements AutoCloseable {

    private static final int FILLERS = 64;

    private final Contender contender;
    private final int threads;
    private final int entities;
    private final List<String> fillers = new ArrayList<>();
    private final ExecutorService pool;

    Producers(Contender contender, Options options) {
        this.contender = contender;
        this.threads = options.producers();
        this.entities = options.entities();
        this.pool = Executors.newFixedThreadPool(threads);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < FILLERS; i++) {
            StringBuilder filler = new StringBuilder();
            while (filler.length() < options.bodyBytes() - 80) {
                filler.append((char) random.nextInt('a', 'z' + 1));
            }
            fillers.add(filler.toString());
        }
    }

    /**
     * What enqueueing took.
     *
     * @param firstNanos when it began
     * @param lastNanos when the last call returned
     * @param count events accepted
     */
    record Enqueued(long firstNanos, long lastNanos, long count) {}

    /** Enqueues events as fast as it goes until there are that many or the time is over. */
    Enqueued asFastAsPossible(String batch, int events, long atMostNanos)
            throws InterruptedException, ExecutionException {
        AtomicLong count = new AtomicLong();
        long firstNanos = System.nanoTime();
        inParallel(thread -> {
            for (int n = thread; n < events; n += threads) {
                if (System.nanoTime() - firstNanos > atMostNanos) {
                    return;
                }
                contender.enqueue(event(batch, n));
                count.incrementAndGet();
            }
        });
        return new Enqueued(firstNanos, System.nanoTime(), count.get());
    }

    /**
     * Enqueues event n at its scheduled instant, {@code startNanos + n / perSecond}, or as soon
     * after as a thread is free.
     *
     * @param accepted gets the nanoseconds from the scheduled instant until the call returned
     */
    void onSchedule(
            String batch,
            int events,
            double perSecond,
            long startNanos,
            ConcurrentHistogram accepted)
            throws InterruptedException, ExecutionException {
        inParallel(thread -> {
            for (int n = thread; n < events; n += threads) {
                long atNanos = scheduled(n, perSecond, startNanos);
                long leftNanos = atNanos - System.nanoTime();
                while (leftNanos > 0) {
                    LockSupport.parkNanos(leftNanos);
                    leftNanos = atNanos - System.nanoTime();
                }
                contender.enqueue(event(batch, n));
                accepted.recordValue(System.nanoTime() - atNanos);
            }
        });
    }

    static long scheduled(int sequence, double perSecond, long startNanos) {
        return startNanos + (long) (sequence / perSecond * 1e9);
    }

    private Event event(String batch, int sequence) {
        String key = Arrivals.key(batch, sequence);
        String entity = "entity-" + sequence % entities;
        String body =
                "{\"key\":\""
                        + key
                        + "\",\"entity\":\""
                        + entity
                        + "\",\"text\":\""
                        + fillers.get(sequence % FILLERS)
                        + "\"}";
        return new Event(key, entity, body);
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private void inParallel(Work work) throws InterruptedException, ExecutionException {
        CountDownLatch ready = new CountDownLatch(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            running.add(
                    pool.submit(() -> {
                        ready.countDown();
                        ready.await();
                        work.run(thread);
                        return null;
                    }));
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    @Override
    public void close() throws InterruptedException {
        pool.shutdownNow();
        pool.awaitTermination(10, TimeUnit.SECONDS);
    }
}
