package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The dispatcher goes to sleep while two producers meet a full ring: it must not sleep on an event,
 * neither one that comes as it falls asleep nor one that a producer's token hides from it.
 */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "Was awake for every event.")
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "A wake-up was missed.")
@State
public class WakeupStress {

    private static final long SLEEP_NANOS = 10_000_000_000L;
    private static final int EVENTS = 4;

    private final Wakeup wakeup = new Wakeup();
    private final Tally tally = new Tally();
    private final DispatchQueue queue = new DispatchQueue("main", 2, tally, wakeup);

    public WakeupStress() {
        queue.accept(Tally.event(0));
        queue.accept(Tally.event(1));
    }

    @Actor
    public void dispatch(Z_Result result) {
        while (tally.accountedFor() < EVENTS) {
            long begun = System.nanoTime();
            wakeup.sleep(SLEEP_NANOS, () -> !queue.hasWork() && tally.accountedFor() < EVENTS);
            if (System.nanoTime() - begun > SLEEP_NANOS / 2) {
                result.r1 = true;
                return;
            }
            queue.drain(tally::take);
        }
    }

    @Actor
    public void produce() {
        queue.accept(Tally.event(2));
    }

    @Actor
    public void produceToo() {
        queue.accept(Tally.event(3));
    }
}
