package tori.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class Argon2PasswordsTest {

    private final Argon2Passwords passwords = new Argon2Passwords(new SecureRandom());

    @Test
    void shouldKnowThePasswordAgain() throws Exception {
        String hash = passwords.hash("correct horse");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches("correct horse", hash)).isTrue();
        assertThat(passwords.matches("Correct horse", hash)).isFalse();
        assertThat(passwords.matches("", hash)).isFalse();
        assertThat(passwords.isOutdated(hash)).isFalse();
        assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
    }

    @Test
    void shouldTakeTheSameLettersForTheSame() throws Exception {
        assertThat(passwords.matches("cafe\u0301", passwords.hash("caf\u00e9"))).isTrue();
    }

    @Test
    void shouldMatchNothingWhereThereIsNoUser() throws Exception {
        assertThat(passwords.matches("anything", null)).isFalse();
    }

    @Test
    void shouldKnowWhatWasHashedAtAnotherPrice() throws Exception {
        String weak =
                Argon2Function.getInstance(1024, 1, 1, 32, Argon2.ID)
                        .hash("secret".getBytes(StandardCharsets.UTF_8), new byte[16])
                        .getResult();
        assertThat(passwords.isOutdated(weak)).isTrue();
        assertThat(passwords.matches("secret", weak)).isTrue();
        assertThat(passwords.matches("secres", weak)).isFalse();
    }

    @Test
    void shouldHashAsOthersDo() throws Exception {
        // What the reference implementation has: argon2 somesalt -id -t 2 -k 256 -p 1
        String reference =
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$"
                        + "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assertThat(passwords.matches("password", reference)).isTrue();
    }

    @Test
    void shouldTurnAwayWhomItCannotServeSoon() throws Exception {
        List<Callable<Boolean>> many = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            many.add(() -> passwords.matches("anything", null));
        }
        int served = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> one : threads.invokeAll(many)) {
                if (one.state() == Future.State.SUCCESS) {
                    served++;
                } else {
                    assertThat(one.exceptionNow()).isInstanceOf(IOException.class);
                }
            }
        }
        assertThat(served).isBetween(16, 64);
        assertThat(passwords.matches("anything", null)).isFalse();
    }
}
