package tori.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

import tori.model.Departure;
import tori.model.SendResult;
import tori.model.Sender;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A departure is requested while the dispatcher takes over what there is and closes: it is turned
 * away once, by one of the two.
 */
public class DepartureStress {

    /** Counts how often it was turned away. */
    private static final class Counting implements Departure {
        final AtomicInteger turnedAway = new AtomicInteger();

        @Override
        public SendResult depart(Sender sender, int permits) {
            throw new IllegalStateException("nobody lets it go");
        }

        @Override
        public void turnedAway(String reason) {
            turnedAway.incrementAndGet();
        }
    }

    /** One request while the lane drains and closes. */
    @JCStressTest
    @Outcome(id = "1, false", expect = Expect.ACCEPTABLE, desc = "Turned away once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Turned away twice, or left behind.")
    @State
    public static class RequestAndClose {
        private final DepartureQueue queue = new DepartureQueue("main", new Tally(), new Wakeup());
        private final Counting departure = new Counting();

        /** Its owner. */
        @Actor
        public void request() {
            queue.request(departure);
        }

        /** The dispatcher. */
        @Actor
        public void close() {
            queue.drain();
            queue.close("gone");
        }

        /** What became of it. */
        @Arbiter
        public void arbitrate(IZ_Result result) {
            result.r1 = departure.turnedAway.get();
            result.r2 = queue.hasWork() || !queue.isEmpty();
        }
    }
}
