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
 * Producers at a full ring while the queue closes: every event is handed to the dispatcher or
 * counted, and none stays behind.
 *
 * <p>With two processors, those of three actors are left out; the others run anywhere.
 */
public class CloseStress {

    /** A queue whose ring is full. */
    abstract static class Fixture {
        final Tally tally = new Tally();
        final DispatchQueue queue = new DispatchQueue("main", 2, tally, new Wakeup());

        Fixture() {
            queue.accept(Tally.event(0));
            queue.accept(Tally.event(1));
        }
    }

    /** A producer while the dispatcher closes the queue. */
    @JCStressTest
    @Outcome(id = "3, 0, false", expect = Expect.ACCEPTABLE, desc = "Handed over or counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left behind.")
    @State
    public static class ProducerAndClose extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(2));
        }

        @Actor
        public void close() {
            queue.close("abandoned", tally::take);
        }

        @Arbiter
        public void arbitrate(IIZ_Result result) {
            result.r1 = tally.accountedFor();
            result.r2 = queue.depth();
            result.r3 = tally.anyTwice();
        }
    }

    /** A producer that comes twice, and so meets the ring full or closed. */
    @JCStressTest
    @Outcome(id = "4, 0, false", expect = Expect.ACCEPTABLE, desc = "Handed over or counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left behind.")
    @State
    public static class EvictingProducerAndClose extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(2));
            queue.accept(Tally.event(3));
        }

        @Actor
        public void close() {
            queue.close("abandoned", tally::take);
        }

        @Arbiter
        public void arbitrate(IIZ_Result result) {
            result.r1 = tally.accountedFor();
            result.r2 = queue.depth();
            result.r3 = tally.anyTwice();
        }
    }

    /** The events of one moment, which meet the ring full, emptied or closed. */
    @JCStressTest
    @Outcome(id = "4, 0, false", expect = Expect.ACCEPTABLE, desc = "Handed over or counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left behind.")
    @State
    public static class MomentAndClose extends Fixture {
        @Actor
        public void produce() {
            queue.acceptAll(List.of(Tally.event(3), Tally.event(2)));
        }

        @Actor
        public void close() {
            queue.close("abandoned", tally::take);
        }

        @Arbiter
        public void arbitrate(IIZ_Result result) {
            result.r1 = tally.accountedFor();
            result.r2 = queue.depth();
            result.r3 = tally.anyTwice();
        }
    }

    /** All of them. */
    @JCStressTest
    @Outcome(id = "4, 0, false", expect = Expect.ACCEPTABLE, desc = "Handed over or counted.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left behind.")
    @State
    public static class TwoProducersAndClose extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(2));
        }

        @Actor
        public void produceToo() {
            queue.accept(Tally.event(3));
        }

        @Actor
        public void close() {
            queue.close("abandoned", tally::take);
        }

        @Arbiter
        public void arbitrate(IIZ_Result result) {
            result.r1 = tally.accountedFor();
            result.r2 = queue.depth();
            result.r3 = tally.anyTwice();
        }
    }
}
