package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.model.FreePort;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sites that would fill the memory and take the processor of whoever watches them, beside a good
 * one, through the packaged jar.
 */
@Timeout(300)
class HostileSitesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BODY_BYTES = 4 << 20;

    @TempDir private Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger good = new AtomicInteger();
    private int port;
    private ToriApi api;
    private HttpServer site;
    private ServerSocket endless;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.choose();
        api = new ToriApi(port);
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.setExecutor(threads);
        answer("/good", "ok");
        answer("/json", "[" + "{},".repeat(BODY_BYTES / 3 - 2) + "{}]");
        answer("/letters", "a".repeat(BODY_BYTES - 1));
        site.start();
        endless = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::serveEndlessChunks);
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        site.stop(0);
        endless.close();
        threads.shutdownNow();
    }

    private void answer(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        site.createContext(
                path,
                exchange -> {
                    if (path.equals("/good")) {
                        good.incrementAndGet();
                    }
                    exchange.sendResponseHeaders(200, bytes.length);
                    try (exchange;
                            OutputStream out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
    }

    private void serveEndlessChunks() {
        while (!endless.isClosed()) {
            try {
                Socket socket = endless.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] rest = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(rest);
            }
        } catch (IOException e) {
            // Nobody reads it any more.
        }
    }

    private void configure() throws IOException {
        StringBuilder monitors = new StringBuilder();
        String base = "http://127.0.0.1:" + site.getAddress().getPort();
        for (int i = 0; i < 3; i++) {
            monitors.append(line("chunk" + i, "http://127.0.0.1:" + endless.getLocalPort(), "{}"));
            monitors.append(line("json" + i, base + "/json", "{json: {\"$..*\": 1}}"));
            monitors.append(
                    line("letters" + i, base + "/letters", "{body: {matches: \"a{1,1000}b\"}}"));
        }
        monitors.append(line("good", base + "/good", "{body: ok}"));
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults: {interval: 1s, timeout: 5s}
                store: {url: "sqlite:tori.db"}
                server: {listen: "127.0.0.1:%d"}
                sites:
                - name: x
                  monitors:
                %s\
                """
                        .formatted(port, monitors));
    }

    private static String line(String name, String url, String expect) {
        return "  - {name: %s, type: http, url: \"%s\", expect: %s}\n".formatted(name, url, expect);
    }

    @Test
    void shouldGoOnBesideThem() throws Exception {
        configure();
        try (ToriProcess tori = ToriProcess.start(folder, "run")) {
            await().atMost(PATIENCE).until(api::isReady);
            int before = good.get();
            await().atMost(PATIENCE).until(() -> good.get() >= before + 15);

            assertThat(tori.isAlive()).as(tori.stderr().toString()).isTrue();
            assertThat(api.get("/livez").status()).isEqualTo(200);
            assertThat(lastResult("good")).isEqualTo("ok");
            assertThat(lastResult("chunk0")).isEqualTo("connect");
            assertThat(lastResult("json0")).isEqualTo("content");
            // Where reading takes all the time, there is none left to search.
            assertThat(lastResult("letters0")).isIn("unknown", "timeout");
            assertThat(tori.stderr()).noneMatch(line -> line.contains("OutOfMemory"));
        }
    }

    private String lastResult(String monitor) throws IOException, InterruptedException {
        JsonNode all = api.get("/api/v1/status?limit=100").data().path("monitors");
        for (JsonNode one : all) {
            if (one.toString().contains("\"" + monitor + "\"")) {
                return one.path("last_result").asText(one.toString());
            }
        }
        return all.toString();
    }
}
