package tori.ring;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import java.util.ArrayDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** The pending ring beside the JDK's deques, one thread: the cost of one element. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class PendingRingBenchmark {

    private static final int CAPACITY = 1024;
    private static final int BURST = 64;
    private static final Integer ELEMENT = 1_000;

    private final PendingRing<Integer> ring = new PendingRing<>(CAPACITY);
    private final ArrayDeque<Integer> arrayDeque = new ArrayDeque<>(CAPACITY);
    private final LinkedBlockingDeque<Integer> blockingDeque = new LinkedBlockingDeque<>(CAPACITY);

    /** Full but for one burst. */
    @Setup
    public void fill() {
        for (int i = 0; i < CAPACITY - BURST; i++) {
            ring.push(ELEMENT);
            arrayDeque.addLast(ELEMENT);
            blockingDeque.addLast(ELEMENT);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public void pushThenPopNewest(Blackhole hole) {
        for (int i = 0; i < BURST; i++) {
            hole.consume(ring.push(ELEMENT));
        }
        for (int i = 0; i < BURST; i++) {
            hole.consume(ring.popNewest());
        }
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public void pushThenPopNewestArrayDeque(Blackhole hole) {
        for (int i = 0; i < BURST; i++) {
            hole.consume(evictAndAdd(arrayDeque));
        }
        for (int i = 0; i < BURST; i++) {
            hole.consume(arrayDeque.pollLast());
        }
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public void pushThenPopNewestLinkedBlockingDeque(Blackhole hole) {
        for (int i = 0; i < BURST; i++) {
            while (!blockingDeque.offerLast(ELEMENT)) {
                hole.consume(blockingDeque.pollFirst());
            }
        }
        for (int i = 0; i < BURST; i++) {
            hole.consume(blockingDeque.pollLast());
        }
    }

    /** A state of its own: a ring that is always full. */
    @State(Scope.Thread)
    public static class Full {
        final PendingRing<Integer> ring = new PendingRing<>(CAPACITY);
        final ArrayDeque<Integer> arrayDeque = new ArrayDeque<>(CAPACITY);

        @Setup
        public void fill() {
            for (int i = 0; i < CAPACITY; i++) {
                ring.push(ELEMENT);
                arrayDeque.addLast(ELEMENT);
            }
        }
    }

    @Benchmark
    public Object pushEvicting(Full full) {
        return full.ring.push(ELEMENT);
    }

    @Benchmark
    public Object pushEvictingArrayDeque(Full full) {
        return evictAndAdd(full.arrayDeque);
    }

    private static Object evictAndAdd(ArrayDeque<Integer> deque) {
        Object evicted = deque.size() == CAPACITY ? deque.pollFirst() : null;
        deque.addLast(ELEMENT);
        return evicted;
    }
}
