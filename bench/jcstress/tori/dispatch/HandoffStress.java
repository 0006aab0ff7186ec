package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two producers and the dispatcher: each event is handed over once. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each event was handed over once.")
@Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost or handed over twice.")
@State
public class HandoffStress {

    private final Tally tally = new Tally();
    private final DispatchQueue queue = new DispatchQueue("main", 4, tally, new Wakeup());

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
