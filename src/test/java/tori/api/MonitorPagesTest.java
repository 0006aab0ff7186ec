package tori.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.history.NoHistory;
import tori.model.MonitorId;
import tori.telemetry.Profiler;
import tori.telemetry.PrometheusMeters;
import tori.time.SystemClocks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How what is asked about monitors reaches the desk, and how its answers are told. */
class MonitorPagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ROOT = "/api/v1/monitors";
    private static final MonitorDesk.Entry ENTRY =
            new MonitorDesk.Entry(
                    UUID.randomUUID(),
                    new MonitorId("api", "page"),
                    "http",
                    "https://a.example/",
                    true,
                    List.of(),
                    new MonitorDesk.Added(3, NOW, NOW, Map.of("name", "page")));

    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeters meters = new PrometheusMeters(SystemClocks.monotonic());
    private final Desk desk = new Desk();
    private ApiServer server;

    /** Does what the test says and notes what it was asked. */
    private static final class Desk implements MonitorDesk {

        private final List<String> asked = new ArrayList<>();
        private Outcome outcome = new Outcome.Done(ENTRY);
        private @Nullable IOException failure;

        private Outcome answer(String what) throws IOException {
            asked.add(what);
            if (failure != null) {
                throw failure;
            }
            return outcome;
        }

        @Override
        public Page list(Caller caller, int limit, int offset) {
            asked.add("list " + limit + " " + offset);
            return new Page(List.of(ENTRY), 7);
        }

        @Override
        public @Nullable Entry find(Caller caller, UUID id) {
            return id.equals(ENTRY.id()) ? ENTRY : null;
        }

        @Override
        public Outcome create(Caller caller, byte[] json) throws IOException {
            return answer("create " + new String(json, StandardCharsets.UTF_8));
        }

        @Override
        public Outcome change(Caller caller, UUID id, byte[] patch, @Nullable Long version)
                throws IOException {
            return answer("change " + version);
        }

        @Override
        public Outcome remove(Caller caller, UUID id, @Nullable Long version) throws IOException {
            return answer("remove " + version);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server =
                ApiServer.start(
                        new ApiSettings("127.0.0.1", 0, Path.of("profiles")),
                        new ApiDependencies(
                                null,
                                meters::scrape,
                                new Health() {
                                    @Override
                                    public List<String> livenessProblems() {
                                        return List.of();
                                    }

                                    @Override
                                    public List<String> readinessProblems() {
                                        return List.of();
                                    }
                                },
                                () -> new Reloader.Outcome.Done(""),
                                new StatusSource() {
                                    @Override
                                    public List<MonitorRow> monitors() {
                                        return List.of();
                                    }

                                    @Override
                                    public List<EventRow> latestEvents(int limit) {
                                        return List.of();
                                    }
                                },
                                new Profiler(Path.of("profiles")),
                                new MemoryDesk(),
                                EventDesk.NONE,
                                () -> null,
                                new MemoryIncidentDesk(),
                                push -> HeartbeatDesk.Receipt.TAKEN,
                                new HistoryDesk(List::of, new NoHistory()),
                                desk,
                                ViewSources.none(),
                                () -> NOW,
                                UUID::randomUUID));
    }

    @AfterEach
    void stop() {
        server.close();
        meters.close();
        client.shutdownNow();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> json(String method, String path, String... headers)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/merge-patch+json"));
        return send(method, path, "{}", all.toArray(String[]::new));
    }

    private static String one() {
        return ROOT + "/" + ENTRY.id();
    }

    private static JsonNode error(HttpResponse<String> response) throws Exception {
        return JSON.readTree(response.body()).path("error");
    }

    @Test
    void shouldShowMonitorsAndOne() throws Exception {
        JsonNode page = JSON.readTree(send("GET", ROOT + "?limit=1&offset=2", "").body());
        assertThat(desk.asked).containsExactly("list 1 2");
        assertThat(page.at("/data/total").asInt()).isEqualTo(7);
        assertThat(page.at("/data/monitors/0/id").asText()).isEqualTo(ENTRY.id().toString());

        HttpResponse<String> response = send("GET", one(), "");
        assertThat(response.headers().firstValue("ETag")).hasValue("\"3\"");
        assertThat(JSON.readTree(response.body()).path("data"))
                .isEqualTo(page.at("/data/monitors/0"));
        assertThat(send("GET", ROOT + "/" + UUID.randomUUID(), "").statusCode()).isEqualTo(404);
        assertThat(send("GET", ROOT + "?limit=501", "").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldSayWhereANewOneIs() throws Exception {
        HttpResponse<String> response = json("POST", ROOT);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).hasValue(one());
        assertThat(desk.asked).containsExactly("create {}");
        assertThat(send("POST", ROOT, "{}", "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"3\"|3",
                "\"12\"|12",
                "W/\"12\"|0",
                "*|null",
                "3|0",
                "\"x\"|0",
                "\"1\", \"2\"|0"
            })
    void shouldReadWhichVersionIsMeant(String header, String version) throws Exception {
        assertThat(json("PATCH", one(), "If-Match", header).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", one(), "", "If-Match", header).statusCode()).isEqualTo(200);
        assertThat(desk.asked).containsExactly("change " + version, "remove " + version);
    }

    @Test
    void shouldTellWhyNot() throws Exception {
        desk.outcome = new MonitorDesk.Outcome.Invalid(List.of("url: is missing", "b"));
        HttpResponse<String> invalid = json("PATCH", one());
        assertThat(invalid.statusCode()).isEqualTo(400);
        assertThat(error(invalid).path("reasons")).hasSize(2);

        desk.outcome = new MonitorDesk.Outcome.Conflict("it is written elsewhere");
        HttpResponse<String> conflict = json("PATCH", one());
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(error(conflict).path("message").asText()).isEqualTo("it is written elsewhere");

        desk.outcome = new MonitorDesk.Outcome.Stale(ENTRY);
        HttpResponse<String> stale = json("PATCH", one());
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(stale.headers().firstValue("ETag")).hasValue("\"3\"");

        desk.outcome = new MonitorDesk.Outcome.Missing();
        assertThat(send("DELETE", one(), "").statusCode()).isEqualTo(404);

        desk.failure = new IOException("the disk is full");
        HttpResponse<String> failed = json("POST", ROOT);
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(error(failed).path("message").asText()).isEqualTo("the disk is full");
    }

    @Test
    void shouldAnswerNobodyWhoIsNotKnown() throws Exception {
        String[] proxied = {"X-Forwarded-For", "203.0.113.9"};
        assertThat(send("GET", ROOT, "", proxied).statusCode()).isEqualTo(401);
        assertThat(send("GET", one(), "", proxied).statusCode()).isEqualTo(401);
        assertThat(json("POST", ROOT, proxied).statusCode()).isEqualTo(401);
        assertThat(json("PATCH", one(), proxied).statusCode()).isEqualTo(401);
        assertThat(send("DELETE", one(), "", proxied).statusCode()).isEqualTo(401);
        assertThat(desk.asked).isEmpty();
        assertThat(json("PUT", one()).statusCode()).isEqualTo(405);
    }
}
