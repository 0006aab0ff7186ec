package tori.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.model.MonitorId;
import tori.model.Sample;
import tori.model.Sample.Outcome;
import tori.telemetry.Profiler;
import tori.telemetry.PrometheusMeters;
import tori.time.SystemClocks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What checks found, over HTTP. */
class HistoryPagesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-03-10T12:34:56.789Z");
    private static final MonitorId PAGE = new MonitorId("a site", "page");
    private static final MonitorId OTHER = new MonitorId("other", "new");
    private static final String OF_PAGE = "/api/v1/history/a%20site/page";

    private final MemoryHistory history = new MemoryHistory();
    private final List<MonitorId> watched = new ArrayList<>(List.of(PAGE, OTHER));
    private final HttpClient client = HttpClient.newHttpClient();
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
                                null,
                                meters::scrape,
                                well,
                                () -> new Reloader.Outcome.Done(""),
                                quiet,
                                new Profiler(Path.of("profiles")),
                                new MemoryDesk(),
                                EventDesk.NONE,
                                () -> null,
                                new MemoryIncidentDesk(),
                                push -> HeartbeatDesk.Receipt.UNKNOWN,
                                new HistoryDesk(() -> watched, history),
                                MonitorDesk.NONE,
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

    private void add(Duration ago, Outcome outcome, long latencyMicros) {
        history.add(PAGE, new Sample(NOW.minus(ago).toEpochMilli(), outcome, latencyMicros));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode data(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body()).path("data");
    }

    @Test
    void shouldShowEachCheck() throws Exception {
        add(Duration.ofMinutes(90), Outcome.UP, 1);
        add(Duration.ofMinutes(2), Outcome.UP, 12_345);
        add(Duration.ofMinutes(1), Outcome.FAILED, Sample.NO_LATENCY);
        add(Duration.ZERO, Outcome.UNKNOWN, Sample.NO_LATENCY);
        JsonNode data = data(OF_PAGE + "?step=raw");
        assertThat(data.path("site").asText()).isEqualTo("a site");
        assertThat(data.path("step").asText()).isEqualTo("raw");
        assertThat(data.path("points").toString())
                .isEqualTo(
                        "[{\"time\":\"2026-03-10T12:32:56.789Z\",\"outcome\":\"up\","
                                + "\"latency_ms\":12.345},"
                                + "{\"time\":\"2026-03-10T12:33:56.789Z\",\"outcome\":\"failed\","
                                + "\"latency_ms\":null},"
                                + "{\"time\":\"2026-03-10T12:34:56.789Z\",\"outcome\":\"unknown\","
                                + "\"latency_ms\":null}]");
        assertThat(data.path("next").isNull()).isTrue();
        assertThat(data(OF_PAGE + "?step=raw&from=2026-03-10T11:00:00Z").path("points")).hasSize(4);
        String within = "&from=" + NOW.minusSeconds(121).getEpochSecond() + "&to=2026-03-10T";
        assertThat(data(OF_PAGE + "?step=raw" + within + "12:33:00Z").path("points")).hasSize(1);
        assertThat(data(OF_PAGE + "?step=raw" + within + "13:33:00+01:00").path("points"))
                .hasSize(1);
    }

    @Test
    void shouldSayWhereChecksGoOnThatAreTooMany() throws Exception {
        for (int i = HistoryPages.MAX_SAMPLES + 10; i > 0; i--) {
            add(Duration.ofMillis(i), Outcome.UP, i);
        }
        JsonNode first = data(OF_PAGE + "?step=raw");
        assertThat(first.path("points")).hasSize(HistoryPages.MAX_SAMPLES);
        JsonNode rest = data(OF_PAGE + "?step=raw&from=" + first.path("next").asText());
        assertThat(rest.path("points")).hasSize(10);
        assertThat(rest.path("next").isNull()).isTrue();
    }

    @Test
    void shouldShowMinutesHoursAndDays() throws Exception {
        for (int i = 0; i < 20; i++) {
            add(Duration.ofSeconds(10L * i), i == 3 ? Outcome.FAILED : Outcome.UP, 1_000 + i);
        }
        JsonNode minutes = data(OF_PAGE + "?step=minute");
        assertThat(minutes.path("points")).hasSize(4);
        JsonNode last = minutes.path("points").path(3);
        assertThat(last.path("time").asText()).isEqualTo("2026-03-10T12:34:00Z");
        assertThat(last.path("checks").asInt()).isEqualTo(6);
        assertThat(last.path("failures").asInt()).isEqualTo(1);
        assertThat(last.path("uptime").asDouble()).isEqualTo(0.833333);
        assertThat(last.path("p50_ms").asDouble()).isBetween(0.95, 1.05);
        for (String step : List.of("hour", "day")) {
            assertThat(data(OF_PAGE + "?step=" + step).path("points"))
                    .singleElement()
                    .satisfies(point -> assertThat(point.path("checks").asInt()).isEqualTo(20));
        }
        assertThat(data(OF_PAGE).path("step").asText()).isEqualTo("hour");
        assertThat(data(OF_PAGE + "?from=2026-03-10T10:00:00Z").path("step").asText())
                .isEqualTo("minute");
        assertThat(data(OF_PAGE + "?from=1735689600").path("step").asText()).isEqualTo("day");
        assertThat(data("/api/v1/history/other/new").path("points")).isEmpty();
    }

    @Test
    void shouldRefuseWhatMakesNoSenseAndWhatIsTooMuch() throws Exception {
        for (String query :
                List.of(
                        "step=week",
                        "from=yesterday",
                        "to=2026-03-10",
                        "from=2026-03-10T10:00:00Z&to=2026-03-10T10:00:00Z",
                        "step=minute&from=2026-01-01T00:00:00Z",
                        "step=hour&from=0")) {
            assertThat(get(OF_PAGE + "?" + query).statusCode()).as(query).isEqualTo(400);
        }
        assertThat(get("/api/v1/history/a%20site/nobody").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/uptime/a%20site/nobody").statusCode()).isEqualTo(404);
        for (String query : List.of("days=0", "days=367", "limit=1001", "summary=perhaps")) {
            assertThat(get("/api/v1/uptime?" + query).statusCode()).as(query).isEqualTo(400);
        }
        history.broken = true;
        HttpResponse<String> broken = get("/api/v1/uptime");
        assertThat(broken.statusCode()).isEqualTo(503);
        assertThat(broken.body()).contains("the disk is gone");
    }

    @Test
    void shouldShowTheUptimeOfEachDayPageByPage() throws Exception {
        add(Duration.ofDays(2), Outcome.UP, 1);
        add(Duration.ofDays(2), Outcome.FAILED, 1);
        add(Duration.ZERO, Outcome.UP, 1);
        add(Duration.ofDays(3), Outcome.MAINTENANCE, 1);
        JsonNode all = data("/api/v1/uptime?days=4");
        assertThat(all.path("first").asText()).isEqualTo("2026-03-07");
        assertThat(all.path("total").asInt()).isEqualTo(2);
        assertThat(all.path("monitors").path(0).path("days").toString())
                .isEqualTo("[null,0.5,null,1.0]");
        assertThat(all.at("/monitors/0/uptime").asDouble()).isEqualTo(0.666666);
        assertThat(all.at("/monitors/1/uptime").isNull()).isTrue();
        assertThat(data("/api/v1/uptime?days=2").at("/monitors/0/uptime").asDouble()).isEqualTo(1);
        assertThat(all.path("monitors").path(1).path("days").toString())
                .isEqualTo("[null,null,null,null]");
        assertThat(data("/api/v1/uptime").path("monitors").path(0).path("days")).hasSize(90);
        assertThat(data("/api/v1/uptime?limit=1&offset=1").path("monitors"))
                .singleElement()
                .satisfies(row -> assertThat(row.path("site").asText()).isEqualTo("other"));
        assertThat(data("/api/v1/uptime?site=other").path("total").asInt()).isEqualTo(1);
    }

    @Test
    void shouldSumUpTheLastDaysAndWeeks() throws Exception {
        add(Duration.ofDays(89), Outcome.FAILED, Sample.NO_LATENCY);
        add(Duration.ofDays(20), Outcome.UP, 2_000);
        add(Duration.ofDays(3), Outcome.UP, 2_000);
        add(Duration.ofHours(23), Outcome.UP, 1_000);
        add(Duration.ofHours(24), Outcome.FAILED, Sample.NO_LATENCY);
        JsonNode summary = data("/api/v1/uptime/a%20site/page?days=1").path("summary");
        assertThat(summary.path("24h").path("checks").asInt()).isEqualTo(1);
        assertThat(summary.path("24h").path("uptime").asDouble()).isEqualTo(1);
        assertThat(summary.path("24h").path("p99_ms").asDouble()).isBetween(0.96, 1.04);
        assertThat(summary.path("7d").path("checks").asInt()).isEqualTo(3);
        assertThat(summary.path("30d").path("checks").asInt()).isEqualTo(4);
        assertThat(summary.path("90d").path("uptime").asDouble()).isEqualTo(0.6);
        assertThat(data("/api/v1/uptime?days=1&summary=true").at("/monitors/0/summary"))
                .isEqualTo(summary);
        watched.clear();
        assertThat(data("/api/v1/uptime/a%20site/page").path("summary").path("90d").path("checks"))
                .as("one that is watched no more")
                .hasToString("5");
    }
}
