package tori.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ServerKeysTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir private Path folder;

    private Config load(String server) throws IOException {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, "server: " + server + "\nsites: []\n");
        return ((LoadResult.Loaded) new ConfigLoader(_ -> SECRET).load(file)).config();
    }

    @Test
    void shouldLetNobodyInUnlessToldTo() throws Exception {
        assertThat(load("{}").server())
                .isEqualTo(
                        new ServerConfig(
                                "127.0.0.1",
                                8080,
                                new AccessConfig(false, false, null),
                                AddedMonitorTerms.STANDARD));
    }

    @Test
    void shouldReadWhoMayDoWhat() throws Exception {
        Config config =
                load("{registration: open, read: anyone, jwt_secret: '${JWT}', listen: '[::1]:9'}");
        assertThat(config.server())
                .isEqualTo(
                        new ServerConfig(
                                "::1",
                                9,
                                new AccessConfig(true, true, new Secret(SECRET)),
                                AddedMonitorTerms.STANDARD));
        assertThat(config.toString()).doesNotContain(SECRET);
    }

    @Test
    void shouldKnowWhichListenAtTheSameAddress() throws Exception {
        ServerConfig closed = load("{}").server();
        assertThat(closed.listensAs(load("{read: anyone}").server())).isTrue();
        assertThat(closed.listensAs(load("{listen: '127.0.0.1:8081'}").server())).isFalse();
        assertThat(closed.listensAs(load("{listen: 'localhost:8080'}").server())).isFalse();
    }
}
