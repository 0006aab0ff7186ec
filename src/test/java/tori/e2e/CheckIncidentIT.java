package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What becomes of a site that fails and comes back, through the packaged jar. */
@Timeout(300)
class CheckIncidentIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private int port;
    private ToriApi api;
    private HttpServer site;

    private volatile int status = 200;
    private volatile String body = "Add to cart";

    @BeforeEach
    void start() throws IOException {
        port = FreePort.choose();
        api = new ToriApi(port);
        site = open(0);
    }

    @AfterEach
    void stop() {
        api.close();
        site.stop(0);
    }

    private HttpServer open(int onPort) throws IOException {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    try (exchange;
                            OutputStream out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
        server.start();
        return server;
    }

    @Test
    void shouldTellOnceThatASiteFailsWithItsCauseAndOnceThatItIsBack() throws Exception {
        configure("", monitor("page", "expect: {body: Add to cart}"));
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> state("page").equals("up"));
            status = 503;
            awaitTold("tori.incident.opened page");
            status = 200;
            awaitTold("tori.incident.opened page", "tori.incident.closed page");
            body = "Sorry";
            await().atMost(PATIENCE).until(() -> told().size() == 3);
            body = "Add to cart";
            await().atMost(PATIENCE).until(() -> told().size() == 4);
            assertThat(tori.isAlive()).isTrue();
        }
        List<JsonNode> events = events();
        assertThat(text(events.getFirst(), "cause")).isEqualTo("status");
        assertThat(text(events.getFirst(), "detail"))
                .isEqualTo("127.0.0.1 answered 503 instead of 2xx");
        assertThat(text(events.get(1), "id")).isEqualTo(text(events.getFirst(), "id"));
        assertThat(events.get(1).at("/data/incident/duration").isNumber()).isTrue();
        assertThat(text(events.get(2), "cause")).isEqualTo("content");
        assertThat(text(events.get(2), "id")).isNotEqualTo(text(events.getFirst(), "id"));
    }

    @Test
    void shouldGoOnWithAnIncidentAfterAKillAndRemindOfIt() throws Exception {
        configure(
                "defaults: {incident: {open_after: 2, close_after: 2, recheck_every: 100ms,"
                        + " remind_every: 1s}, interval: 300ms, notify: [log]}",
                monitor("page", "timeout: 2s"),
                "      - {name: port, type: tcp, address: \"127.0.0.1:%d\"}\n"
                        .formatted(site.getAddress().getPort()));
        int sitePort = site.getAddress().getPort();
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> state("port").equals("up"));
            site.stop(0);
            await().atMost(PATIENCE).until(() -> count("tori.incident.opened") == 2);
            tori.signal("KILL");
        }
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> count("tori.incident.reminded page") >= 1);
            site = open(sitePort);
            await().atMost(PATIENCE).until(() -> count("tori.incident.closed") == 2);
            assertThat(count("tori.incident.opened")).isEqualTo(2);
            assertThat(api.get("/api/v1/incidents?state=open").data().path("total").asInt())
                    .isZero();
            assertThat(tori.isAlive()).isTrue();
        }
        assertThat(events())
                .filteredOn(event -> event.path("type").asText().equals("tori.incident.opened"))
                .allMatch(event -> text(event, "cause").equals("connect"));
    }

    @Test
    void shouldSayForHowLongItIsDownAndWhatIsWrongNow() throws Exception {
        String page = monitor("page", "expect: {body: Add to cart}");
        configure("", page);
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> state("page").equals("up"));
            status = 503;
            await().atMost(PATIENCE).until(() -> state("page").equals("down"));
            JsonNode opened = incident();
            assertThat(row("page").path("since")).isEqualTo(opened.path("opened_at"));
            assertThat(row("page").path("consecutive_failures").asInt()).isGreaterThanOrEqualTo(3);
            status = 500;
            await().atMost(PATIENCE)
                    .until(() ->
                            incident()
                                    .path("detail")
                                    .asText()
                                    .equals("127.0.0.1 answered 500 instead of 2xx"));
            status = 200;
            body = "Sorry";
            await().atMost(PATIENCE)
                    .until(() -> incident().path("cause").asText().equals("content"));
            configure("", page);
            Files.writeString(
                    folder.resolve("config.yaml"),
                    Files.readString(folder.resolve("config.yaml"))
                            + "maintenance: [{from: \"2020-01-01T00:00Z\","
                            + " to: \"2100-01-01T00:00Z\"}]\n");
            assertThat(api.post("/-/reload", "").status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> state("page").equals("maintenance"));
            configure("", page);
            assertThat(api.post("/-/reload", "").status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> state("page").equals("down"));
            assertThat(row("page").path("since")).isEqualTo(opened.path("opened_at"));
            body = "Add to cart";
            awaitTold("tori.incident.opened page", "tori.incident.closed page");
            assertThat(tori.isAlive()).isTrue();
        }
        assertThat(text(events().getLast(), "cause")).isEqualTo("content");
    }

    private JsonNode incident() throws IOException, InterruptedException {
        return api.get("/api/v1/incidents").data().path("incidents").path(0);
    }

    @Test
    void shouldTellNothingOfFailuresThatAreTooFew() throws Exception {
        configure("", monitor("page", "incident: {open_after: 100, recheck_every: 100ms}"));
        try (ToriProcess tori = run()) {
            await().atMost(PATIENCE).until(() -> state("page").equals("up"));
            status = 500;
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> state("page").equals("suspect"));
            status = 200;
            await().atMost(PATIENCE).until(() -> state("page").equals("up"));
            assertThat(told()).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    private ToriProcess run() throws IOException {
        ToriProcess tori = ToriProcess.start(folder);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(api::isReady);
        return tori;
    }

    private JsonNode row(String monitor) throws IOException, InterruptedException {
        for (JsonNode row : api.get("/api/v1/status").data().path("monitors")) {
            if (row.path("monitor").asText().equals(monitor)) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    private String state(String monitor) throws IOException, InterruptedException {
        return row(monitor).path("state").asText();
    }

    private static String text(JsonNode event, String key) {
        return event.at("/data/incident/" + key).asText();
    }

    private List<JsonNode> events() throws IOException {
        return EventFile.read(folder.resolve("events.jsonl"));
    }

    private List<String> told() throws IOException {
        return EventFile.told(folder.resolve("events.jsonl"));
    }

    /** Of events, each counted once however often its delivery was repeated. */
    private long count(String start) throws IOException {
        List<String> ids = new ArrayList<>();
        for (JsonNode event : events()) {
            String line = event.path("type").asText() + " " + event.path("subject").asText();
            if (line.startsWith(start)) {
                ids.add(event.path("id").asText());
            }
        }
        return ids.stream().distinct().count();
    }

    private void awaitTold(String... told) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told()).containsExactly(told));
    }

    private String monitor(String name, String more) {
        return "      - {name: %s, type: http, url: \"http://127.0.0.1:%d/\"%s}\n"
                .formatted(name, site.getAddress().getPort(), more.isEmpty() ? "" : ", " + more);
    }

    private void configure(String defaults, String... monitors) throws IOException {
        String quick =
                "defaults: {incident: {open_after: 3, close_after: 2, recheck_every: 200ms},"
                        + " interval: 300ms, notify: [log]}";
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                server: {listen: "127.0.0.1:%d"}
                %s
                destinations:
                  log: {type: file, path: events.jsonl}
                sites:
                  - name: shop
                    monitors:
                """
                                .formatted(port, defaults.isEmpty() ? quick : defaults)
                        + String.join("", monitors));
    }
}
