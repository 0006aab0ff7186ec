package tori.dispatch;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

import tori.model.Event;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many producers and one consumer that takes the newest first and sleeps when there is nothing. The
 * figure to read is {@code cpu} of {@link tori.ProcessorTime}, for one event offered: producers,
 * consumer, wake-ups and collector together, whatever the number of processors. An event that is
 * offered and evicted has gone only half the way, and a queue whose producers keep the consumer out
 * lets nearly none go farther. So {@code offered} and {@code taken} are counted, and {@code cpu *
 * offered / taken} is what an event costs that made the whole way; {@link tori.JmhTable} prints
 * both.
 *
 * <p>{@code flood}: everybody offers without pause, far more than the consumer takes; what does not
 * fit is evicted. {@code bursts}: 16 events at a time, and no more under way than there is room for
 * (a semaphore, which every way through pays alike), so that nothing is evicted.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class CrowdBenchmark {

    private static final int EVENTS = 256_000;
    private static final int BURST = 16;

    @Param({
        "tori",
        "ArrayBlockingQueue",
        "LinkedBlockingDeque",
        "LinkedTransferQueue",
        "ConcurrentLinkedDeque",
        "PriorityBlockingQueue",
        "Disruptor"
    })
    public String through;

    @Param({"1", "3", "64", "64 virtual", "1000 virtual"})
    public String producers;

    private final Event[] events = BenchmarkEvents.ofOneMoment(BURST);
    private final Event last = BenchmarkEvents.ofOneMoment(1)[0];
    private final Semaphore room = new Semaphore(0);
    private final AtomicInteger producing = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private int count;
    private ExecutorService threads;
    private Handoff handoff;

    /** What became of the events. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Outcome {
        public long offered;
        public long taken;
    }

    @Setup
    public void setUp() {
        String[] words = producers.split(" ", 2);
        count = Integer.parseInt(words[0]);
        threads =
                words.length == 1
                        ? Executors.newFixedThreadPool(count)
                        : Executors.newVirtualThreadPerTaskExecutor();
        handoff = Handoff.named(through);
    }

    @TearDown
    public void tearDown() {
        threads.shutdownNow();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void flood(Outcome outcome, Blackhole hole) throws InterruptedException {
        run(this::offerWithoutPause);
        consume(outcome, hole, false);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void bursts(Outcome outcome, Blackhole hole) throws InterruptedException {
        room.drainPermits();
        room.release(Handoff.CAPACITY - BURST);
        run(this::offerInBursts);
        consume(outcome, hole, true);
    }

    private void run(Runnable producer) {
        producing.set(count);
        for (int i = 0; i < count; i++) {
            threads.execute(() -> {
                producer.run();
                if (producing.decrementAndGet() == 0) {
                    ended.incrementAndGet();
                    handoff.offer(last);
                }
            });
        }
    }

    private void offerWithoutPause() {
        for (int i = 0; i < EVENTS / count; i++) {
            handoff.offer(events[i % BURST]);
        }
    }

    private void offerInBursts() {
        for (int i = 0; i < EVENTS / count; i += BURST) {
            room.acquireUninterruptibly(BURST);
            for (Event event : events) {
                handoff.offer(event);
            }
        }
    }

    /**
     * Until everybody has ended and nothing is left; a way that drops what comes may drop the last.
     */
    private void consume(Outcome outcome, Blackhole hole, boolean giveRoom)
            throws InterruptedException {
        long taken = 0;
        boolean over = false;
        while (!over) {
            if (ended.get() == 0) {
                handoff.await();
            }
            over = ended.get() > 0;
            int inPass = takeAll(hole);
            taken += inPass;
            if (giveRoom) {
                room.release(inPass);
            }
            over = over && inPass == 0;
        }
        ended.set(0);
        outcome.taken += taken;
        outcome.offered += EVENTS;
    }

    private int takeAll(Blackhole hole) {
        handoff.drain();
        int taken = 0;
        Event newest = handoff.popNewest();
        while (newest != null) {
            hole.consume(newest);
            taken++;
            newest = taken < Handoff.CAPACITY ? handoff.popNewest() : null;
        }
        return taken;
    }
}
