package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/**
 * Two producers while the queue closes, one of them onto a full ring: every event is handed to the
 * dispatcher or counted, and none stays behind.
 */
@JCStressTest
@Outcome(id = "4, 0, false", expect = Expect.ACCEPTABLE, desc = "Handed over or counted.")
@Outcome(expect = Expect.FORBIDDEN, desc = "An event was lost, doubled, or left in the ring.")
@State
public class CloseStress {

    private final Tally tally = new Tally();
    private final DispatchQueue queue = new DispatchQueue("main", 2, tally, new Wakeup());

    public CloseStress() {
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
