package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.List;

/**
 * Producers and the dispatcher at a ring with room: each event is handed over once.
 *
 * <p>With two processors, those of three actors are left out; the others run anywhere.
 */
public class HandoffStress {

    /** An empty queue with room for all. */
    abstract static class Fixture {
        final Tally tally = new Tally();
        final DispatchQueue queue = new DispatchQueue("main", 4, tally, new Wakeup());
    }

    /** Two producers at once, drained afterwards. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each was handed over once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost or handed over twice.")
    @State
    public static class TwoProducers extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(0));
        }

        @Actor
        public void produceToo() {
            queue.accept(Tally.event(1));
        }

        @Arbiter
        public void arbitrate(II_Result result) {
            queue.drain(tally::take);
            result.r1 = tally.handedOver(0);
            result.r2 = tally.handedOver(1);
        }
    }

    /** A producer while the dispatcher drains. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each was handed over once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost or handed over twice.")
    @State
    public static class ProducerAndDispatcher extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(0));
            queue.accept(Tally.event(1));
        }

        @Actor
        public void dispatch() {
            queue.drain(tally::take);
        }

        @Arbiter
        public void arbitrate(II_Result result) {
            queue.drain(tally::take);
            result.r1 = tally.handedOver(0);
            result.r2 = tally.handedOver(1);
        }
    }

    /** The events of one moment, which claim their places at once, while the dispatcher drains. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each was handed over once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost or handed over twice.")
    @State
    public static class MomentAndDispatcher extends Fixture {
        @Actor
        public void produce() {
            queue.acceptAll(List.of(Tally.event(1), Tally.event(0)));
        }

        @Actor
        public void dispatch() {
            queue.drain(tally::take);
        }

        @Arbiter
        public void arbitrate(II_Result result) {
            queue.drain(tally::take);
            result.r1 = tally.handedOver(0);
            result.r2 = tally.handedOver(1);
        }
    }

    /** All of them. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each was handed over once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost or handed over twice.")
    @State
    public static class TwoProducersAndDispatcher extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(0));
        }

        @Actor
        public void produceToo() {
            queue.accept(Tally.event(1));
        }

        @Actor
        public void dispatch() {
            queue.drain(tally::take);
        }

        @Arbiter
        public void arbitrate(II_Result result) {
            queue.drain(tally::take);
            result.r1 = tally.handedOver(0);
            result.r2 = tally.handedOver(1);
        }
    }
}
