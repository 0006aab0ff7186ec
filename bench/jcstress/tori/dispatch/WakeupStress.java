package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The dispatcher goes to sleep while events come: it must not sleep on one, neither one that comes
 * as it falls asleep nor one that a producer's token hides from it.
 *
 * <p>With two processors, those of three actors are left out; the others run anywhere.
 */
public class WakeupStress {

    private static final long SLEEP_NANOS = 10_000_000_000L;

    /** An empty queue with room for all. */
    abstract static class Fixture {
        final Wakeup wakeup = new Wakeup();
        final Tally tally = new Tally();
        final DispatchQueue queue = new DispatchQueue("main", 2, tally, wakeup);

        /** Whether the dispatcher ever slept through, until this many events are accounted for. */
        boolean sleepsThrough(int events) {
            while (tally.accountedFor() < events) {
                long begun = System.nanoTime();
                wakeup.sleep(SLEEP_NANOS, () -> !queue.hasWork() && tally.accountedFor() < events);
                if (System.nanoTime() - begun > SLEEP_NANOS / 2) {
                    return true;
                }
                queue.drain(tally::take);
            }
            return false;
        }
    }

    /** One event, and nothing after it. */
    @JCStressTest
    @Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "Was awake for every event.")
    @Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "A wake-up was missed.")
    @State
    public static class OneEvent extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(0));
        }

        @Actor
        public void dispatch(Z_Result result) {
            result.r1 = sleepsThrough(1);
        }
    }

    /** More events than the ring holds. */
    @JCStressTest
    @Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "Was awake for every event.")
    @Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "A wake-up was missed.")
    @State
    public static class EvictingProducer extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(0));
            queue.accept(Tally.event(1));
            queue.accept(Tally.event(2));
            queue.accept(Tally.event(3));
        }

        @Actor
        public void dispatch(Z_Result result) {
            result.r1 = sleepsThrough(4);
        }
    }

    /** More events than the ring holds, from two producers. */
    @JCStressTest
    @Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "Was awake for every event.")
    @Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "A wake-up was missed.")
    @State
    public static class TwoEvictingProducers extends Fixture {
        @Actor
        public void produce() {
            queue.accept(Tally.event(0));
            queue.accept(Tally.event(1));
        }

        @Actor
        public void produceToo() {
            queue.accept(Tally.event(2));
            queue.accept(Tally.event(3));
        }

        @Actor
        public void dispatch(Z_Result result) {
            result.r1 = sleepsThrough(4);
        }
    }
}
