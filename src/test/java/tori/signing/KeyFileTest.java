package tori.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

class KeyFileTest {

    /** As OpenSSL writes it; the key of RFC 9421, appendix B.1.4. */
    private static final String OPENSSL =
            """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
            -----END PRIVATE KEY-----
            """;

    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("signing.pem");
    }

    @Test
    void shouldMakeAKeyAndKeepIt() throws IOException {
        KeyFile.Opened made = KeyFile.open(file());
        KeyFile.Opened kept = KeyFile.open(file());

        assertThat(made.fresh()).isTrue();
        assertThat(kept.fresh()).isFalse();
        assertThat(kept.key().id()).isEqualTo(made.key().id());
        assertThat(kept.key().sign(new byte[] {1})).isEqualTo(made.key().sign(new byte[] {1}));
        assertThat(Files.readString(file()))
                .matches(
                        "-----BEGIN PRIVATE KEY-----\n"
                                + "[A-Za-z0-9+/=\n"
                                + "]+-----END PRIVATE KEY-----\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldKeepTheKeyToItsOwner() throws IOException {
        KeyFile.open(file());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldReadWhatOpenSslWrites() throws IOException {
        Files.writeString(file(), "# mine\n" + OPENSSL.replace("\n", "\r\n"));
        assertThat(KeyFile.open(file()).key().id())
                .isEqualTo("poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U");
    }

    @Test
    void shouldMakeOneKeyOnly() throws Exception {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    ids.add(KeyFile.open(file()).key().id());
                                } catch (IOException e) {
                                    ids.add(String.valueOf(e));
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ids).containsExactly(KeyFile.open(file()).key().id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "geheim",
                "-----END PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\ngeheim\n-----END ENCRYPTED PRIVATE KEY-----"
            })
    void shouldSayWhatIsNoPrivateKey(String text) throws IOException {
        Files.writeString(file(), text);
        assertThatThrownBy(() -> KeyFile.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file() + " is no private key in PEM")
                .hasMessageNotContaining("geheim");
        assertThat(file()).hasContent(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "geheim",
                "!",
                // P-256
                "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2OF/2NxApJCzGCEDdfS"
                        + "p6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r1RTwjmYSi9R/zpBnuQ4EiMnCqf"
                        + "MPWiZqB4QdbAd0E7oH50VpuZ1P087G"
            })
    void shouldSayWhatIsAnotherKey(String body) throws IOException {
        Files.writeString(
                file(), "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> KeyFile.open(file()))
                .isInstanceOf(IOException.class)
                .hasMessage("the signing key " + file() + " holds no Ed25519 key")
                .hasNoCause();
    }

    @Test
    void shouldSayWhereNoKeyCanBeMade() {
        assertThatThrownBy(() -> KeyFile.open(folder.resolve("gone/signing.pem")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be made: its folder is not there");
        assertThatThrownBy(() -> KeyFile.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the signing key " + folder);
    }
}
