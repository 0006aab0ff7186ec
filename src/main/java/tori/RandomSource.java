package tori;

import java.security.SecureRandom;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Gives the randomness that everything below the root gets passed in. Any thread. */
final class RandomSource {

    private RandomSource() {}

    /** What nobody can guess, for secrets. Safe for many threads. */
    static RandomGenerator unguessable() {
        return new SecureRandom();
    }

    /** A generator of its own for one owner, seeded so that no two processes draw alike. */
    static RandomGenerator fresh() {
        return new Random(new SecureRandom().nextLong());
    }
}
