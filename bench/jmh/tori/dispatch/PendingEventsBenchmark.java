package tori.dispatch;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import tori.model.Event;
import tori.telemetry.SilentMeters;

import java.util.concurrent.TimeUnit;

/** What a lane does with one event: index it, cancel its opposite, evict or expire the oldest. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class PendingEventsBenchmark {

    private static final int CAPACITY = 1024;
    private static final int EVENTS = 2048;

    private final Event[] different = BenchmarkEvents.different(EVENTS);
    private final Event[] opposites = BenchmarkEvents.opposites(EVENTS);
    private final Event[] ofMany = BenchmarkEvents.ofMonitors(64, EVENTS);
    private final PendingEvents pending = new PendingEvents("main", CAPACITY, new SilentMeters());

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void addThenExpire() {
        for (Event event : different) {
            pending.add(event);
            pending.expire(event.seenNanos(), CAPACITY / 2);
        }
        pending.clear();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void addEvicting() {
        for (Event event : different) {
            pending.add(event);
        }
        pending.clear();
    }

    /** As {@link #addThenExpire}, where 64 monitors share the destination. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void addThenExpireOfMany() {
        for (Event event : ofMany) {
            pending.add(event);
            pending.expire(event.seenNanos(), CAPACITY / 2);
        }
        pending.clear();
    }

    /** As {@link #addEvicting}, where 64 monitors share the destination. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void addEvictingOfMany() {
        for (Event event : ofMany) {
            pending.add(event);
        }
        pending.clear();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void addCancelling() {
        for (Event event : opposites) {
            pending.add(event);
        }
        pending.clear();
    }
}
