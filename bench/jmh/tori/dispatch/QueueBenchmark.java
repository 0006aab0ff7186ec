package tori.dispatch;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import tori.model.Event;

import java.util.concurrent.TimeUnit;

/**
 * From producer to the newest in the consumer's hand. {@code burst}: one thread offers 64 events,
 * takes them over and pops them newest first; the figure is the processor time of one event, all
 * its way. {@code one} and {@code three}: that many producers offer without pause while a consumer
 * drains and pops; the producers' figure is what one {@code offer} costs a poller under overload.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Group)
public class QueueBenchmark {

    private static final int BURST = 64;

    @Param({
        "tori",
        "ArrayBlockingQueue",
        "LinkedBlockingDeque",
        "LinkedTransferQueue",
        "Disruptor"
    })
    public String through;

    private final Event[] events = BenchmarkEvents.different(BURST);
    private Handoff handoff;

    @Setup
    public void setUp() {
        handoff = Handoff.named(through);
    }

    @Benchmark
    @Group("burst")
    @GroupThreads(1)
    @OperationsPerInvocation(BURST)
    public void burst(Blackhole hole) {
        for (Event event : events) {
            handoff.offer(event);
        }
        takeAll(hole);
    }

    @Benchmark
    @Group("one")
    @GroupThreads(1)
    public void oneProduces() {
        handoff.offer(events[0]);
    }

    @Benchmark
    @Group("one")
    @GroupThreads(1)
    public void oneConsumes(Blackhole hole) {
        takeAll(hole);
    }

    @Benchmark
    @Group("three")
    @GroupThreads(3)
    public void threeProduce() {
        handoff.offer(events[0]);
    }

    @Benchmark
    @Group("three")
    @GroupThreads(1)
    public void threeConsume(Blackhole hole) {
        takeAll(hole);
    }

    /** At most a ringful, as an unbounded queue might never end. */
    private void takeAll(Blackhole hole) {
        handoff.drain();
        for (int i = 0; i < Handoff.CAPACITY; i++) {
            Event newest = handoff.popNewest();
            if (newest == null) {
                return;
            }
            hole.consume(newest);
        }
    }
}
