package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What checks find, looked at once through the packaged jar. */
@Timeout(180)
class ChecksIT {

    @TempDir private Path folder;
    private HttpServer site;

    @BeforeEach
    void open() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext(
                "/health",
                exchange -> {
                    byte[] body = "{\"ok\": true, \"queue\": 3}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    try (exchange;
                            OutputStream out = exchange.getResponseBody()) {
                        out.write(body);
                    }
                });
        site.start();
        int port = site.getAddress().getPort();
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                sites:
                  - name: box
                    monitors:
                      - name: good
                        type: http
                        url: http://127.0.0.1:%1$d/health
                        expect: {body: queue, json: {"$.ok": true, "$.queue": 3}, latency: 9s}
                      - name: bad
                        type: http
                        url: http://127.0.0.1:%1$d/health
                        expect: {status: 204, json: {"$.ok": false}}
                      - {name: port, type: tcp, address: "127.0.0.1:%1$d"}
                      - {name: name, type: dns, query: shop.example, resolver: "127.0.0.1:1", timeout: 300ms}
                """
                        .formatted(port));
    }

    @AfterEach
    void close() {
        site.stop(0);
    }

    private List<String> probe(String monitor, int status) throws Exception {
        try (ToriProcess tori = ToriProcess.start(folder, "probe", monitor)) {
            assertThat(tori.awaitExit()).as(tori.stderr().toString()).isEqualTo(status);
            return tori.stdout();
        }
    }

    @Test
    void shouldSayWhatWasCheckedAndHowLongItTook() throws Exception {
        assertThat(probe("box/good", 0))
                .contains(
                        "monitor    box/good",
                        "status     200",
                        "passed     status is 2xx",
                        "passed     body holds \"queue\"",
                        "passed     $.ok is true",
                        "passed     $.queue is 3")
                .anyMatch(line -> line.matches("connect +[0-9.]+ ms"))
                .anyMatch(line -> line.matches("first byte +[0-9.]+ ms"))
                .anyMatch(line -> line.matches("total +[0-9.]+ ms"))
                .anyMatch(line -> line.startsWith("result     passed in "));
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        assertThat(probe("box/bad", 1))
                .contains(
                        "failed     status is 204: 127.0.0.1 answered 200 instead of 204",
                        "result     failed (status): 127.0.0.1 answered 200 instead of 204;"
                                + " $.ok is \"true\" instead of false");
        assertThat(probe("box/port", 0)).anyMatch(line -> line.startsWith("result     passed in "));
        assertThat(probe("box/name", 1)).anyMatch(line -> line.startsWith("result     failed ("));
    }
}
