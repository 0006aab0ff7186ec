package tori.peers.outbox;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Delivers without storing anything: what the harness, its HTTP client and its receiver allow at
 * most on the machine. Not a match for the others.
 */
public final class NoStore implements Contender {

    private final AtomicLong outstanding = new AtomicLong();
    private Terms terms;
    private Post post;
    private ThreadPoolExecutor workers;

    @Override
    public String name() {
        return "no-store";
    }

    @Override
    public String version() {
        return "nothing is stored: the ceiling of the harness";
    }

    @Override
    public String order() {
        return "none";
    }

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public void start(Terms given) {
        terms = given;
        post = new Post(given);
        workers =
                new ThreadPoolExecutor(
                        given.maxInFlight(),
                        given.maxInFlight(),
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(1_000),
                        NoStore::waitForRoom);
    }

    private static void waitForRoom(Runnable work, ThreadPoolExecutor workers) {
        try {
            workers.getQueue().put(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void enqueue(Event event) {
        outstanding.incrementAndGet();
        workers.execute(() -> deliver(event));
    }

    private void deliver(Event event) {
        try {
            post.deliver(event.key(), event.body());
        } catch (IOException e) {
            return;
        }
        outstanding.decrementAndGet();
        terms.marks().marked();
    }

    @Override
    public long outstanding() {
        return outstanding.get();
    }

    @Override
    public void close() throws InterruptedException {
        workers.shutdownNow();
        workers.awaitTermination(10, TimeUnit.SECONDS);
        post.close();
    }
}
