package tori.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.api.HeartbeatDesk.Push;
import tori.api.HeartbeatDesk.Receipt;
import tori.model.Condition;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Telling;
import tori.model.Transition;
import tori.telemetry.Profiler;
import tori.telemetry.PrometheusMeters;
import tori.time.SystemClocks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Incidents and heartbeats over HTTP. */
class IncidentPagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final MonitorId PAGE = new MonitorId("a site", "page");

    private final MemoryIncidentDesk desk = new MemoryIncidentDesk();
    private final List<Push> pushes = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Receipt receipt = Receipt.TAKEN;
    private PrometheusMeters meters;
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        meters = new PrometheusMeters(SystemClocks.monotonic());
        Health well =
                new Health() {
                    @Override
                    public List<String> livenessProblems() {
                        return List.of();
                    }

                    @Override
                    public List<String> readinessProblems() {
                        return List.of();
                    }
                };
        StatusSource quiet =
                new StatusSource() {
                    @Override
                    public List<MonitorRow> monitors() {
                        return List.of();
                    }

                    @Override
                    public List<EventRow> latestEvents(int limit) {
                        return List.of();
                    }
                };
        server =
                ApiServer.start(
                        new ApiSettings("127.0.0.1", 0, Path.of("profiles")),
                        new ApiDependencies(
                                meters::scrape,
                                well,
                                () -> new Reloader.Outcome.Done(""),
                                quiet,
                                new Profiler(Path.of("profiles")),
                                new MemoryDesk(),
                                () -> null,
                                desk,
                                this::take,
                                () -> NOW,
                                UUID::randomUUID));
    }

    @AfterEach
    void stop() {
        server.close();
        meters.close();
        client.shutdownNow();
    }

    private Receipt take(Push push) {
        pushes.add(push);
        return receipt;
    }

    private static Incident incident() {
        Instant opened = NOW.minusSeconds(90);
        return new Incident(
                UUID.randomUUID(),
                PAGE,
                "timeout",
                "too slow",
                opened.minusSeconds(20),
                opened,
                null,
                Telling.NOBODY.held("a site/router is down"));
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode data(String path) throws Exception {
        HttpResponse<String> response = send("GET", path);
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body()).path("data");
    }

    @Test
    void shouldListIncidentsPageByPage() throws Exception {
        Incident open = incident();
        desk.incidents.add(open);
        desk.incidents.add(incident().closed(NOW));
        JsonNode all = data("/api/v1/incidents");
        assertThat(all.path("total").asInt()).isEqualTo(2);
        JsonNode first = all.path("incidents").path(0);
        assertThat(first.path("id").asText()).isEqualTo(open.id().toString());
        assertThat(first.path("state").asText()).isEqualTo("open");
        assertThat(first.path("duration").asDouble()).isEqualTo(90);
        assertThat(first.path("held_by").asText()).isEqualTo("a site/router is down");
        assertThat(first.path("closed_at").isNull()).isTrue();
        assertThat(data("/api/v1/incidents?limit=1&offset=1").path("incidents"))
                .singleElement()
                .satisfies(row -> assertThat(row.path("state").asText()).isEqualTo("closed"));
        assertThat(data("/api/v1/incidents?state=open").path("total").asInt()).isEqualTo(1);
        assertThat(data("/api/v1/incidents?site=a%20site&monitor=page&state=open").path("total"))
                .hasToString("1");
        assertThat(data("/api/v1/incidents?site=a%20site&monitor=other").path("incidents"))
                .isEmpty();
        assertThat(data("/api/v1/incidents?site=other").path("total").asInt()).isZero();
        assertThat(send("GET", "/api/v1/incidents?monitor=page").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/api/v1/incidents?state=odd").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/api/v1/incidents?limit=501").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldShowOneWithItsTimeline() throws Exception {
        Incident open = incident();
        desk.incidents.add(open);
        desk.timeline.add(
                new Transition(
                        PAGE, NOW, Condition.SUSPECT, Condition.DOWN, "timeout", "", open.id()));
        JsonNode step = data("/api/v1/incidents/" + open.id()).path("timeline").path(0);
        assertThat(step.path("from").asText()).isEqualTo("suspect");
        assertThat(step.path("to").asText()).isEqualTo("down");
        assertThat(step.path("detail").isNull()).isTrue();
        assertThat(send("GET", "/api/v1/incidents/" + UUID.randomUUID()).statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/api/v1/incidents/nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldTakeAcknowledgementsOfThisMachine() throws Exception {
        Incident open = incident();
        desk.incidents.add(open);
        String path = "/api/v1/incidents/" + open.id() + "/acknowledge";
        assertThat(send("POST", path, "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(desk.acknowledged).isEmpty();
        assertThat(send("POST", path).statusCode()).isEqualTo(200);
        assertThat(desk.acknowledged).containsExactly(open.id());
        assertThat(send("GET", path).statusCode()).isEqualTo(405);
        desk.incidents.set(0, open.closed(NOW));
        assertThat(send("POST", path).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldTakePushesByPostAndByGet() throws Exception {
        String path = "/api/v1/heartbeats/a%20site/page";
        assertThat(send("POST", path).statusCode()).isEqualTo(200);
        assertThat(send("GET", path + "?status=down&msg=disk%0Afull").statusCode()).isEqualTo(200);
        assertThat(send("GET", path + "?token=abc").statusCode()).isEqualTo(200);
        assertThat(send("POST", path, "Authorization", "Bearer xyz").statusCode()).isEqualTo(200);
        assertThat(pushes)
                .containsExactly(
                        new Push(PAGE, true, null, true, ""),
                        new Push(PAGE, true, null, false, "disk full"),
                        new Push(PAGE, true, "abc", true, ""),
                        new Push(PAGE, true, "xyz", true, ""));
        assertThat(pushes.getLast().toString()).doesNotContain("xyz");
        assertThat(send("GET", path + "?status=sideways").statusCode()).isEqualTo(400);
        assertThat(send("HEAD", path).statusCode()).isEqualTo(405);
        assertThat(pushes).hasSize(4);
        receipt = Receipt.UNKNOWN;
        assertThat(send("POST", path).statusCode()).isEqualTo(404);
        receipt = Receipt.REFUSED;
        assertThat(send("POST", path).statusCode()).isEqualTo(401);
    }

    @Test
    void shouldNotTrustWhatAPageInABrowserSends() throws Exception {
        String path = "/api/v1/heartbeats/a%20site/page";
        send("GET", path, "Sec-Fetch-Site", "cross-site");
        send("POST", path, "X-Forwarded-For", "203.0.113.9");
        assertThat(pushes).hasSize(2).noneMatch(Push::trusted);
    }
}
