package tori.account;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Argon2id, as strong as OWASP asks at least: 19 MiB, two passes, one lane. Thread-safe.
 *
 * <p>The library keeps 19 MiB from the first hash on and takes as much again for each that is being
 * made. So one is made at a time, some 50 ms of one processor; few wait, and more are turned away.
 */
public final class Argon2Passwords implements Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private static final String FORM =
            "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$";

    /** What nobody's password is compared with: the work is the same as for somebody's. */
    private static final String NOBODY = FORM + "A".repeat(22) + "$" + "A".repeat(43);

    /** Those that wait and the one at it: together a second or so. */
    private static final int MAX_CALLERS = 16;

    private final RandomGenerator random;
    private final Semaphore places = new Semaphore(MAX_CALLERS);
    private final Semaphore turn = new Semaphore(1);

    /**
     * @param random gives the salts; safe for many threads, and nobody may guess what it gives
     */
    public Argon2Passwords(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String hash(String password) throws IOException, InterruptedException {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return inTurn(() ->
                Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID)
                        .hash(bytes(password), salt)
                        .getResult());
    }

    @Override
    public boolean matches(String password, @Nullable String hash)
            throws IOException, InterruptedException {
        String expected = hash == null ? NOBODY : hash;
        boolean same =
                inTurn(() ->
                        Argon2Function.getInstanceFromHash(expected)
                                .check(
                                        bytes(password),
                                        expected.getBytes(StandardCharsets.US_ASCII)));
        return same && hash != null;
    }

    @Override
    public boolean isOutdated(String hash) {
        return !hash.startsWith(FORM);
    }

    /** The same text makes the same bytes, however a keyboard composes its letters. */
    private static byte[] bytes(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC)
                .getBytes(StandardCharsets.UTF_8);
    }

    private <T> T inTurn(Supplier<T> work) throws IOException, InterruptedException {
        if (!places.tryAcquire()) {
            throw new IOException("too many log in at once; try again in a moment");
        }
        try {
            turn.acquire();
            try {
                return work.get();
            } finally {
                turn.release();
            }
        } finally {
            places.release();
        }
    }
}
