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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What checks found, over the API of the packaged jar. */
@Timeout(300)
class HistoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PAGE = "/api/v1/history/box/page";

    @TempDir Path folder;

    private HttpServer site;
    private volatile int status = 200;
    private ToriApi api;

    @BeforeEach
    void start() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        site.start();
        int port = FreePort.choose();
        api = new ToriApi(port);
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                server: {listen: "127.0.0.1:%d"}
                store: {retention: {checks: 12h}}
                defaults: {interval: 200ms, notify: [log], incident: {recheck_every: 200ms}}
                destinations:
                  log: {type: file, path: events.jsonl}
                sites:
                  - name: box
                    monitors:
                      - {name: page, type: http, url: "http://127.0.0.1:%d/"}
                  - name: shop
                    url: demo://store
                    monitors:
                      - {name: catalog, type: shopify, interval: 500ms}
                """
                        .formatted(port, site.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        api.close();
        site.stop(0);
    }

    private ToriProcess run() throws IOException {
        ToriProcess tori = ToriProcess.start(folder);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(api::isReady);
        return tori;
    }

    /** The times and outcomes of all checks. */
    private List<String> checks() throws IOException, InterruptedException {
        List<String> checks = new ArrayList<>();
        JsonNode data = api.get(PAGE + "?step=raw").data();
        for (JsonNode point : data.path("points")) {
            checks.add(point.path("time").asText() + " " + point.path("outcome").asText());
        }
        return checks;
    }

    private void awaitMore(String outcome, int count) throws IOException, InterruptedException {
        long before = checks().stream().filter(check -> check.endsWith(outcome)).count();
        await().atMost(PATIENCE)
                .until(() ->
                        checks().stream().filter(check -> check.endsWith(outcome)).count()
                                >= before + count);
    }

    /** Checks and failures together, as minutes, hours or days have them. */
    private List<Integer> sums(String step) throws IOException, InterruptedException {
        int checks = 0;
        int failures = 0;
        for (JsonNode point : api.get(PAGE + "?step=" + step).data().path("points")) {
            checks += point.path("checks").asInt();
            failures += point.path("failures").asInt();
        }
        return List.of(checks, failures);
    }

    private static List<Integer> sums(List<String> checks) {
        int failures = (int) checks.stream().filter(check -> check.endsWith("failed")).count();
        return List.of(checks.size(), failures);
    }

    /** That what is counted is what was found, while nothing is found any more. */
    private void requireSums(List<String> checks) throws IOException, InterruptedException {
        for (String step : List.of("minute", "hour", "day")) {
            assertThat(sums(step)).as(step).isEqualTo(sums(checks));
        }
    }

    private void pause(boolean paused) throws IOException, InterruptedException {
        Path config = folder.resolve("config.yaml");
        String text = Files.readString(config);
        Files.writeString(
                config,
                paused
                        ? text.replace("{name: page,", "{name: page, enabled: false,")
                        : text.replace("{name: page, enabled: false,", "{name: page,"));
        assertThat(api.post("/-/reload", "").status()).isEqualTo(200);
        // What was found last reaches the disk within a second.
        await().during(Duration.ofMillis(1_500)).atMost(PATIENCE).until(() -> true);
    }

    @Test
    void shouldShowWhatWasFoundAlsoAfterARestartAndAfterAKill() throws Exception {
        List<String> killed;
        try (ToriProcess tori = run()) {
            awaitMore("up", 5);
            status = 500;
            awaitMore("failed", 5);
            status = 200;
            awaitMore("up", 5);
            killed = checks();
            tori.signal("KILL");
        }
        List<String> stopped;
        try (ToriProcess tori = run()) {
            assertThat(checks()).as("nothing is lost or doubled").containsAll(killed);
            assertThat(checks()).doesNotHaveDuplicates();
            status = 503;
            awaitMore("failed", 5);
            stopped = checks();
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        status = 200;
        try (ToriProcess tori = run()) {
            assertThat(checks()).containsAll(stopped).doesNotHaveDuplicates();
            awaitMore("up", 3);
            pause(true);
            List<String> all = checks();
            requireSums(all);
            requireUptime(sums(all));
            assertThat(tori.isAlive()).isTrue();
            tori.signal("KILL");
        }
        try (ToriProcess tori = run()) {
            List<String> all = checks();
            requireSums(all);
            pause(false);
            awaitMore("up", 1);
            assertThat(checks()).containsAll(all);
            assertThat(tori.isAlive()).isTrue();
        }
    }

    private void requireUptime(List<Integer> sums) throws IOException, InterruptedException {
        JsonNode one = api.get("/api/v1/uptime/box/page").data();
        assertThat(one.path("days")).hasSize(90);
        assertThat(one.path("first").asText())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).minusDays(89).toString());
        for (String time : List.of("24h", "7d", "30d", "90d")) {
            JsonNode summary = one.path("summary").path(time);
            assertThat(summary.path("checks").asInt()).isEqualTo(sums.getFirst());
            assertThat(summary.path("failures").asInt()).isEqualTo(sums.getLast());
            assertThat(summary.path("uptime").asDouble()).isBetween(0.1, 0.99);
            assertThat(summary.path("p50_ms").asDouble()).isPositive();
        }
        // The page is paused and stays in the list; the store goes on.
        JsonNode all = api.get("/api/v1/uptime?days=2").data();
        assertThat(all.path("monitors"))
                .hasSize(2)
                .last()
                .satisfies(row -> {
                    assertThat(row.path("monitor").asText()).isEqualTo("catalog");
                    assertThat(row.path("days").path(1).asDouble()).isEqualTo(1);
                });
        JsonNode polls = api.get("/api/v1/history/shop/catalog?step=raw").data();
        assertThat(polls.path("points").path(0).path("outcome").asText()).isEqualTo("up");
        assertThat(polls.path("points").path(0).path("latency_ms").asDouble()).isPositive();
        assertThat(api.get("/api/v1/history/box/nobody").status()).isEqualTo(404);
    }
}
