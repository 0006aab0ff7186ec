package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZZ_Result;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An overflow of one slot, so that every event meets every other in it and a drain overtakes
 * producers: each event is handed over or counted, and none stays behind a drain that follows.
 */
public class OverflowStress {

    /** One slot, and what became of its events. */
    abstract static class Fixture {
        final Tally tally = new Tally();
        final OverflowRing ring = new OverflowRing(1);
        final AtomicInteger evicted = new AtomicInteger();

        void offer(int number) {
            evicted.addAndGet(ring.offer(Tally.event(number)));
        }

        void arbitrateAll(IZZ_Result result) {
            ring.drain(tally::take);
            result.r1 = tally.accountedFor() + evicted.get();
            result.r2 = tally.anyTwice();
            result.r3 = ring.isEmpty();
        }
    }

    /** Two producers that lap each other. */
    @JCStressTest
    @Outcome(id = "3, false, true", expect = Expect.ACCEPTABLE, desc = "Handed over or counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left behind.")
    @State
    public static class TwoProducers extends Fixture {
        @Actor
        public void produce() {
            offer(0);
            offer(2);
        }

        @Actor
        public void produceToo() {
            offer(1);
        }

        @Arbiter
        public void arbitrate(IZZ_Result result) {
            arbitrateAll(result);
        }
    }

    /** A producer that laps itself while the dispatcher drains, twice. */
    @JCStressTest
    @Outcome(id = "3, false, true", expect = Expect.ACCEPTABLE, desc = "Handed over or counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left behind.")
    @State
    public static class ProducerAndDispatcher extends Fixture {
        @Actor
        public void produce() {
            offer(0);
            offer(1);
            offer(2);
        }

        @Actor
        public void dispatch() {
            ring.drain(tally::take);
            ring.drain(tally::take);
        }

        @Arbiter
        public void arbitrate(IZZ_Result result) {
            arbitrateAll(result);
        }
    }
}
