package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

import java.util.List;

/**
 * Producers at a full ring while the queue gets another size: every event is handed to the
 * dispatcher once, and none stays in the ring that has been left.
 *
 * <p>With two processors, those of three actors are left out; the others run anywhere.
 */
public class ResizeStress {

    /** A queue whose ring is full. */
    abstract static class Fixture {
        final Tally tally = new Tally();
        final DispatchQueue queue = new DispatchQueue("main", 2, tally, new Wakeup());

        Fixture() {
            queue.accept(Tally.event(0));
            queue.accept(Tally.event(1));
        }

        void arbitrateAll(IIZ_Result result) {
            while (queue.hasWork()) {
                queue.drain(tally::take);
            }
            result.r1 = tally.accountedFor();
            result.r2 = queue.depth();
            result.r3 = tally.anyTwice();
        }
    }

    /** A producer that comes twice while the dispatcher makes the queue larger. */
    @JCStressTest
    @Outcome(id = "4, 0, false", expect = Expect.ACCEPTABLE, desc = "Handed over.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left behind.")
    @State
    public static class ProducerAndResize extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(2));
            queue.accept(Tally.event(3));
        }

        @Actor
        public void resize() {
            queue.resize(4, tally::take);
        }

        @Arbiter
        public void arbitrate(IIZ_Result result) {
            arbitrateAll(result);
        }
    }

    /** The same while it is made larger and smaller again, and then closes. */
    @JCStressTest
    @Outcome(id = "4, 0, false", expect = Expect.ACCEPTABLE, desc = "Handed over or counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left behind.")
    @State
    public static class ProducerAndResizesAndClose extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(2));
            queue.accept(Tally.event(3));
        }

        @Actor
        public void resize() {
            queue.resize(4, tally::take);
            queue.resize(2, tally::take);
            queue.close("abandoned", tally::take);
        }

        @Arbiter
        public void arbitrate(IIZ_Result result) {
            arbitrateAll(result);
        }
    }

    /** The events of one moment while the dispatcher makes the queue larger. */
    @JCStressTest
    @Outcome(id = "4, 0, false", expect = Expect.ACCEPTABLE, desc = "Handed over.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left behind.")
    @State
    public static class MomentAndResize extends Fixture {
        @Actor
        public void produce() {
            queue.acceptAll(List.of(Tally.event(3), Tally.event(2)));
        }

        @Actor
        public void resize() {
            queue.resize(4, tally::take);
        }

        @Arbiter
        public void arbitrate(IIZ_Result result) {
            arbitrateAll(result);
        }
    }

    /** Two producers. */
    @JCStressTest
    @Outcome(id = "4, 0, false", expect = Expect.ACCEPTABLE, desc = "Handed over.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left behind.")
    @State
    public static class TwoProducersAndResize extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(2));
        }

        @Actor
        public void produceToo() {
            queue.accept(Tally.event(3));
        }

        @Actor
        public void resize() {
            queue.resize(4, tally::take);
        }

        @Arbiter
        public void arbitrate(IIZ_Result result) {
            arbitrateAll(result);
        }
    }
}
