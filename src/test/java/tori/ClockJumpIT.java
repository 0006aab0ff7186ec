package tori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.config.ConfigLoader;
import tori.config.LoadResult;
import tori.model.FreePort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The whole daemon with its store, its server and a receiver, and a wall clock that is set. */
@Timeout(300)
class ClockJumpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Duration shift = Duration.ZERO;
    private HttpServer site;
    private int port;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.choose();
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    String page = exchange.getRequestURI().getPath();
                    exchange.sendResponseHeaders(failing.contains(page) ? 503 : 200, -1);
                    exchange.close();
                });
        site.start();
    }

    @AfterEach
    void stop() {
        site.stop(0);
        client.close();
    }

    private interface Scenario {
        void run() throws Exception;
    }

    private void withTori(String monitors, String rest, Scenario scenario) throws Exception {
        String text =
                """
                server: {listen: "127.0.0.1:%d"}
                store: {url: "sqlite:%s"}
                defaults:
                  interval: 200ms
                  incident: {open_after: 3, close_after: 2, recheck_every: 100ms, remind_every: 1h}
                  notify: [log]
                destinations:
                  log: {type: file, path: "%s"}
                sites:
                  - name: shop
                    monitors:
                """
                                .formatted(port, folder.resolve("tori.db"), events())
                        + monitors
                        + rest;
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, text);
        if (!(new ConfigLoader(name -> null).load(file) instanceof LoadResult.Loaded loaded)) {
            throw new AssertionError("not a configuration: " + text);
        }
        Tori tori = Tori.open(loaded, file, () -> Instant.now().plus(shift));
        try {
            tori.start();
            scenario.run();
        } finally {
            tori.stop();
        }
    }

    private String page(String name, String more) {
        return "      - {name: %s, type: http, url: \"http://127.0.0.1:%d/%s\"%s}\n"
                .formatted(name, site.getAddress().getPort(), name, more);
    }

    private Path events() {
        return folder.resolve("events.jsonl");
    }

    /** Such as {@code opened page}. */
    private List<String> told() throws IOException {
        List<String> told = new ArrayList<>();
        for (JsonNode event : read()) {
            String type = event.path("type").asText();
            told.add(
                    type.substring(type.lastIndexOf('.') + 1)
                            + " "
                            + event.path("subject").asText());
        }
        return told;
    }

    private List<JsonNode> read() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        if (Files.exists(events())) {
            for (String line : Files.readAllLines(events())) {
                events.add(JSON.readTree(line));
            }
        }
        return events;
    }

    private JsonNode call(String method, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .path("data");
    }

    private void awaitState(String monitor, String state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    for (JsonNode row : call("GET", "/api/v1/status").path("monitors")) {
                        if (row.path("monitor").asText().equals(monitor)) {
                            return row.path("state").asText().equals(state);
                        }
                    }
                    return false;
                });
    }

    private void awaitTold(String... told) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told()).containsExactly(told));
    }

    /** Some checks of all pages go by. */
    private void awaitChecks() {
        int before = asked.get();
        await().atMost(PATIENCE).until(() -> asked.get() >= before + 10);
    }

    @Test
    void shouldCallNothingDownAndTellNothingTwiceHoweverTheClockIsSet() throws Exception {
        String job = "      - {name: job, type: heartbeat, expect_every: 1h, interval: 200ms}\n";
        withTori(
                page("page", "") + job,
                "",
                () -> {
                    call("POST", "/api/v1/heartbeats/shop/job");
                    awaitState("page", "up");
                    awaitState("job", "up");
                    for (long hours : new long[] {3, -5 * 24, 400 * 24, -9_000 * 24, 0}) {
                        shift = Duration.ofHours(hours);
                        awaitChecks();
                        awaitState("page", "up");
                        awaitState("job", "up");
                    }
                    assertThat(told()).isEmpty();
                    assertThat(call("GET", "/api/v1/incidents").path("total").asInt()).isZero();
                    failing.add("/page");
                    awaitTold("opened page");
                    shift = Duration.ofHours(2);
                    awaitTold("opened page", "reminded page");
                    shift = Duration.ofDays(-3);
                    awaitChecks();
                    shift = Duration.ofDays(-2);
                    awaitTold("opened page", "reminded page", "reminded page");
                    shift = Duration.ofDays(-30);
                    awaitChecks();
                    failing.clear();
                    awaitTold("opened page", "reminded page", "reminded page", "closed page");
                    awaitChecks();
                    assertThat(told()).hasSize(4);
                    assertThat(read().getLast().at("/data/incident/duration").asDouble())
                            .as("no time is negative")
                            .isZero();
                    assertThat(call("GET", "/api/v1/incidents?state=closed").path("total").asInt())
                            .isEqualTo(1);
                });
    }

    @Test
    void shouldNotKeepAChildsAlertUntilAClockThatWasSetBackIsThereAgain() throws Exception {
        String child =
                ", depends_on: shop/router, incident: {open_after: 10, recheck_every: 100ms}";
        withTori(
                page("router", "") + page("files", child),
                "",
                () -> {
                    awaitState("router", "up");
                    awaitState("files", "up");
                    failing.add("/files");
                    awaitState("files", "suspect");
                    shift = Duration.ofDays(-2);
                    awaitTold("opened files");
                    shift = Duration.ZERO;
                    awaitChecks();
                    assertThat(told()).hasSize(1);
                });
    }

    @Test
    void shouldBeInMaintenanceByTheWallClock() throws Exception {
        // As people write it who change to winter time in between: an hour longer than it looks.
        Instant from = Instant.now().plus(Duration.ofDays(10)).truncatedTo(ChronoUnit.SECONDS);
        Instant to = from.plus(Duration.ofHours(2));
        String window =
                "maintenance: [{sites: [shop], from: \"%s\", to: \"%s\"}]\n"
                        .formatted(
                                from.atOffset(ZoneOffset.ofHours(2)),
                                to.atOffset(ZoneOffset.ofHours(1)));
        withTori(
                page("page", ""),
                window,
                () -> {
                    awaitState("page", "up");
                    shift = Duration.ofDays(10).plusMinutes(110);
                    awaitState("page", "maintenance");
                    failing.add("/page");
                    awaitChecks();
                    assertThat(told()).isEmpty();
                    shift = Duration.ofDays(10).plusMinutes(130);
                    awaitTold("opened page");
                    shift = Duration.ofDays(10).plusMinutes(5);
                    awaitState("page", "maintenance");
                    awaitChecks();
                    assertThat(told()).as("it goes on, and is told no second time").hasSize(1);
                    failing.clear();
                    awaitTold("opened page", "closed page");
                });
    }
}
