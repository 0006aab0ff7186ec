package tori.index;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Somebody looks for a value while others change the set: what is there all the time is found,
 * whatever goes, comes, or has the table made anew.
 */
public class KeyedSetStress {

    /** Twelve values of a table of sixteen: the next change but one makes it anew. */
    abstract static class Fixture {
        static final int FULL = 12;
        final KeyedSet<Integer, Integer> set = new KeyedSet<>(value -> value);

        Fixture() {
            for (int value = 0; value < FULL; value++) {
                set.put(value);
            }
        }
    }

    /** A look while the table grows. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both were found.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A value that is there was not found.")
    @State
    public static class LookAndGrow extends Fixture {
        @Actor
        public void add() {
            set.put(FULL);
            set.put(FULL + 1);
        }

        @Actor
        public void look(ZZ_Result result) {
            result.r1 = set.get(0) != null;
            result.r2 = set.get(FULL - 1) != null;
        }
    }

    /** A look while values before and behind are removed, and one comes again. */
    @JCStressTest
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Both were found.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A value that is there was not found.")
    @State
    public static class LookAndRemove extends Fixture {
        @Actor
        public void remove() {
            for (int value = 1; value < FULL - 1; value++) {
                set.remove(value);
            }
            set.put(1);
        }

        @Actor
        public void look(ZZ_Result result) {
            result.r1 = set.get(0) != null;
            result.r2 = set.get(FULL - 1) != null;
        }
    }

    /** Two that add the same and another value. */
    @JCStressTest
    @Outcome(id = "14, 13, 12", expect = Expect.ACCEPTABLE, desc = "Each is there once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A value was lost or is there twice.")
    @State
    public static class AddAndAdd extends Fixture {
        @Actor
        public void one() {
            set.putIfAbsent(FULL);
        }

        @Actor
        public void other() {
            set.putIfAbsent(FULL);
            set.putIfAbsent(FULL + 1);
        }

        @Arbiter
        public void arbitrate(III_Result result) {
            result.r1 = set.values().size();
            result.r2 = found(FULL + 1);
            result.r3 = found(FULL);
        }

        private int found(int key) {
            Integer value = set.get(key);
            return value == null ? -1 : value;
        }
    }
}
