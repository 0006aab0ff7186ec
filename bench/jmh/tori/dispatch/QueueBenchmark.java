package tori.dispatch;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import tori.model.Event;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From producer to the newest in the consumer's hand, without anybody to contend with: one thread
 * offers 64 events, takes them over and pops them newest first. The figure is the time of one
 * event, all its way. {@code burst}: offered one by one. {@code poll}: all at once, as the changes
 * of one poll are, by the best means each way through has.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class QueueBenchmark {

    private static final int BURST = 64;

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

    private final Event[] events = BenchmarkEvents.ofOneMoment(BURST);
    private final List<Event> moment = List.of(events);
    private Handoff handoff;

    @Setup
    public void setUp() {
        handoff = Handoff.named(through);
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public void burst(Blackhole hole) {
        for (Event event : events) {
            handoff.offer(event);
        }
        takeAll(hole);
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public void poll(Blackhole hole) {
        handoff.offerAll(moment);
        takeAll(hole);
    }

    private void takeAll(Blackhole hole) {
        handoff.drain();
        Event newest = handoff.popNewest();
        while (newest != null) {
            hole.consume(newest);
            newest = handoff.popNewest();
        }
    }
}
