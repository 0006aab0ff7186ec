package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/**
 * A full ring, two producers that evict, and the dispatcher that drains: every event is handed over
 * once or counted as evicted, and the newest are not among the evicted.
 */
@JCStressTest
@Outcome(id = "false, 4, true", expect = Expect.ACCEPTABLE, desc = "The newest were kept.")
@Outcome(
        id = "false, 4, false",
        expect = Expect.ACCEPTABLE_INTERESTING,
        desc = "A token's holder lost its processor: a new event was given up, and counted.")
@Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or counted twice.")
@State
public class EvictionStress {

    private final Tally tally = new Tally();
    private final DispatchQueue queue = new DispatchQueue("main", 2, tally, new Wakeup());

    public EvictionStress() {
        queue.accept(Tally.event(0));
        queue.accept(Tally.event(1));
    }

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
