package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIZ_Result;

import java.util.List;

/**
 * Producers that evict from a full ring: every event is handed over once or counted as evicted, and
 * the newest are not among the evicted.
 *
 * <p>With two processors, those of three actors are left out; the others run anywhere.
 */
public class EvictionStress {

    /** A queue whose ring is full. */
    abstract static class Fixture {
        final Tally tally = new Tally();
        final DispatchQueue queue = new DispatchQueue("main", 2, tally, new Wakeup());

        Fixture() {
            queue.accept(Tally.event(0));
            queue.accept(Tally.event(1));
        }
    }

    /** Two producers that evict at once. */
    @JCStressTest
    @Outcome(id = "false, 4, true", expect = Expect.ACCEPTABLE, desc = "The newest were kept.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "An event was lost or doubled, or a new one was evicted.")
    @State
    public static class TwoProducers extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(2));
        }

        @Actor
        public void produceToo() {
            queue.accept(Tally.event(3));
        }

        @Arbiter
        public void arbitrate(ZIZ_Result result) {
            queue.drain(tally::take);
            result.r1 = tally.anyTwice();
            result.r2 = tally.accountedFor();
            result.r3 = tally.handedOver(2) == 1 && tally.handedOver(3) == 1;
        }
    }

    /** A producer that evicts while the dispatcher drains. */
    @JCStressTest
    @Outcome(id = "false, 4, true", expect = Expect.ACCEPTABLE, desc = "The newest were kept.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "An event was lost or doubled, or a new one was evicted.")
    @State
    public static class ProducerAndDispatcher extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(2));
            queue.accept(Tally.event(3));
        }

        @Actor
        public void dispatch() {
            queue.drain(tally::take);
        }

        @Arbiter
        public void arbitrate(ZIZ_Result result) {
            queue.drain(tally::take);
            result.r1 = tally.anyTwice();
            result.r2 = tally.accountedFor();
            result.r3 = tally.handedOver(2) == 1 && tally.handedOver(3) == 1;
        }
    }

    /** The events of one moment, for which there is room for some, all or none. */
    @JCStressTest
    @Outcome(id = "false, 4, true", expect = Expect.ACCEPTABLE, desc = "The newest were kept.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "An event was lost or doubled, or a new one was evicted.")
    @State
    public static class MomentAndDispatcher extends Fixture {
        @Actor
        public void produce() {
            queue.acceptAll(List.of(Tally.event(3), Tally.event(2)));
        }

        @Actor
        public void dispatch() {
            queue.drain(tally::take);
        }

        @Arbiter
        public void arbitrate(ZIZ_Result result) {
            queue.drain(tally::take);
            result.r1 = tally.anyTwice();
            result.r2 = tally.accountedFor();
            result.r3 = tally.handedOver(2) == 1 && tally.handedOver(3) == 1;
        }
    }

    /** All of them. */
    @JCStressTest
    @Outcome(id = "false, 4, true", expect = Expect.ACCEPTABLE, desc = "The newest were kept.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc = "An event was lost or doubled, or a new one was evicted.")
    @State
    public static class TwoProducersAndDispatcher extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(2));
        }

        @Actor
        public void produceToo() {
            queue.accept(Tally.event(3));
        }

        @Actor
        public void dispatch() {
            queue.drain(tally::take);
        }

        @Arbiter
        public void arbitrate(ZIZ_Result result) {
            queue.drain(tally::take);
            result.r1 = tally.anyTwice();
            result.r2 = tally.accountedFor();
            result.r3 = tally.handedOver(2) == 1 && tally.handedOver(3) == 1;
        }
    }
}
