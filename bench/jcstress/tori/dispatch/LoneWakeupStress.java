package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** One event comes, and nothing after it, while the dispatcher goes to sleep. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "The event was found.")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "The wake-up was missed.")
@State
public class LoneWakeupStress {

    private static final long SLEEP_NANOS = 10_000_000_000L;

    private final Wakeup wakeup = new Wakeup();
    private final Tally tally = new Tally();
    private final DispatchQueue queue = new DispatchQueue("main", 2, tally, wakeup);

    @Actor
    public void dispatch(Z_Result result) {
        while (tally.handedOver(0) == 0) {
            long begun = System.nanoTime();
            wakeup.sleep(SLEEP_NANOS, () -> !queue.hasWork());
            if (System.nanoTime() - begun > SLEEP_NANOS / 2) {
                result.r1 = true;
                return;
            }
            queue.drain(tally::take);
        }
    }

    @Actor
    public void produce() {
        queue.accept(Tally.event(0));
    }
}
