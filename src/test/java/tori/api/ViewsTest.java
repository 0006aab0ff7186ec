package tori.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.config.StatusPageConfig;
import tori.history.NoHistory;
import tori.model.Event;
import tori.model.Incident;
import tori.model.MonitorId;
import tori.model.Rate;
import tori.model.Telling;
import tori.telemetry.Profiler;
import tori.telemetry.PrometheusMeters;
import tori.time.SystemClocks;
import tori.wire.SampleEvents;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What the dashboard asks for, and what anybody may read, over HTTP. */
class ViewsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MonitorId PAGE = new MonitorId("gorilla", "page");
    private static final MonitorId HIDDEN = new MonitorId("secret", "page");

    private final HttpClient client = HttpClient.newHttpClient();
    private final PrometheusMeters meters = new PrometheusMeters(SystemClocks.monotonic());
    private final List<StatusSource.MonitorRow> rows = new CopyOnWriteArrayList<>();
    private final MemoryIncidentDesk incidents = new MemoryIncidentDesk();
    private final Feed feed = new Feed();
    private final StreamFigures figures = new StreamFigures();
    private final List<StatusPageConfig> pages = new ArrayList<>();
    private ApiServer server;

    /** Events of a test. */
    private static final class Feed implements EventFeed {

        private final List<Event> newest = new CopyOnWriteArrayList<>();
        private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();

        @Override
        public List<Event> newest(int limit) {
            return newest.stream().limit(limit).toList();
        }

        @Override
        public void listen(Consumer<Event> listener) {
            listeners.add(listener);
        }

        @Override
        public void leave(Consumer<Event> listener) {
            listeners.remove(listener);
        }

        private void raise(Event event) {
            newest.addFirst(event);
            listeners.forEach(listener -> listener.accept(event));
        }
    }

    @BeforeEach
    void start() throws Exception {
        rows.add(StatusRows.up(PAGE));
        rows.add(StatusRows.blind(HIDDEN, "a secret"));
        pages.add(new StatusPageConfig("shop", "<Shop>", Set.of("gorilla"), List.of(), false));
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
        StatusSource status =
                new StatusSource() {
                    @Override
                    public List<MonitorRow> monitors() {
                        return rows;
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
                                status,
                                new Profiler(Path.of("profiles")),
                                new MemoryDesk(),
                                EventDesk.NONE,
                                () -> null,
                                incidents,
                                push -> HeartbeatDesk.Receipt.UNKNOWN,
                                new HistoryDesk(List::of, new NoHistory()),
                                MonitorDesk.NONE,
                                views(),
                                () -> StatusRows.NOW,
                                UUID::randomUUID));
    }

    private ViewSources views() {
        UptimeSource uptime =
                new UptimeSource() {
                    @Override
                    public Map<MonitorId, List<Day>> days(Collection<MonitorId> of, int days) {
                        Map<MonitorId, List<Day>> found = new HashMap<>();
                        LocalDate today = LocalDate.parse("2026-11-21");
                        for (MonitorId each : of) {
                            found.put(
                                    each,
                                    List.of(
                                            new Day(today.minusDays(2), 0, 0),
                                            new Day(today.minusDays(1), 5, 5),
                                            new Day(today, 90, 0)));
                        }
                        return found;
                    }

                    @Override
                    public Double latencyMillis(MonitorId monitor, int days) {
                        return 12.0;
                    }
                };
        DestinationDesk.Row hook =
                new DestinationDesk.Row(
                        "hook",
                        "webhook",
                        "auto",
                        List.of(new DestinationDesk.Window(new Rate(30, Duration.ofMinutes(1)), 7)),
                        1024,
                        3,
                        Duration.ofMinutes(2),
                        0,
                        "paused",
                        StatusRows.NOW,
                        "429",
                        null,
                        List.of("log"));
        return new ViewSources(
                feed,
                () -> Map.of(PAGE, "http"),
                () -> List.of(hook),
                uptime,
                () -> List.copyOf(pages),
                figures,
                SystemClocks.monotonic(),
                SystemClocks.sleeper(),
                () -> {});
    }

    @AfterEach
    void stop() {
        server.close();
        meters.close();
        client.shutdownNow();
    }

    private HttpResponse<String> send(String path, String... headers) throws Exception {
        return client.send(request(path, headers), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private JsonNode data(String path) throws Exception {
        HttpResponse<String> response = send(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body()).path("data");
    }

    /** What a stranger gets: a proxy in front makes everybody one. */
    private HttpResponse<String> stranger(String path) throws Exception {
        return send(path, "X-Forwarded-For", "203.0.113.9");
    }

    @Test
    void shouldGiveAllMonitorsAsATable() throws Exception {
        JsonNode table = data(StatusTablePage.PATH);

        assertThat(table.path("total").asInt()).isEqualTo(2);
        assertThat(table.at("/counts/blind").asInt()).isEqualTo(1);
        assertThat(table.path("columns").size()).isEqualTo(table.at("/rows/0").size());
        assertThat(table.at("/rows/0")).extracting(JsonNode::asText).startsWith("gorilla", "page");
        assertThat(table.at("/rows/0/2").asText()).isEqualTo("http");
        // Since when, in milliseconds.
        assertThat(table.at("/rows/1/4").asLong())
                .isEqualTo(StatusRows.NOW.minus(Duration.ofHours(2)).toEpochMilli());
        assertThat(table.path("operator").asBoolean()).isTrue();

        HttpResponse<byte[]> zipped =
                client.send(
                        request(StatusTablePage.PATH, "Accept-Encoding", "gzip"),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(JSON.readTree(in).at("/data/total").asInt()).isEqualTo(2);
        }
    }

    @Test
    void shouldShowStrangersNothingThatIsAlive() throws Exception {
        for (String path : List.of(StatusTablePage.PATH, StreamPage.PATH, EventPages.ROOT)) {
            assertThat(stranger(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(stranger(DestinationPages.PATH).statusCode()).isEqualTo(403);
        assertThat(stranger("/plain").statusCode()).isEqualTo(403);
        assertThat(stranger("/badge/secret/page.svg").statusCode()).isEqualTo(404);
        assertThat(stranger("/").statusCode()).isEqualTo(200);
        assertThat(stranger("/status/shop").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldStreamWhatHappens() throws Exception {
        HttpResponse<Stream<String>> response =
                client.send(request(StreamPage.PATH), HttpResponse.BodyHandlers.ofLines());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread reading = Thread.startVirtualThread(() -> response.body().forEach(lines::add));
        await().until(() -> figures.readers() == 1);
        Event event = SampleEvents.restocked();
        feed.raise(event);
        await().until(() -> lines.contains("event: event"));
        assertThat(lines).contains("id: " + event.id());

        rows.set(0, StatusRows.down(PAGE, "it\nis gone"));
        await().until(() -> lines.contains("event: state"));
        String state = lines.get(lines.indexOf("event: state") + 1);
        JsonNode row = JSON.readTree(state.substring("data: ".length()));
        assertThat(row.path("state").asText()).isEqualTo("down");
        assertThat(row.path("trouble").asText()).isEqualTo("it\nis gone");

        rows.remove(1);
        await().until(() -> lines.contains("event: removed"));
        server.close();
        reading.join();
        await().until(() -> figures.readers() == 0);
    }

    @Test
    void shouldGoOnWhereAReaderWasLost() throws Exception {
        Event first = SampleEvents.restocked(1, 1, "S");
        Event second = SampleEvents.restocked(1, 2, "M");
        Event third = SampleEvents.restocked(1, 3, "L");
        List.of(first, second, third).forEach(feed::raise);

        HttpResponse<Stream<String>> response =
                client.send(
                        request(StreamPage.PATH, "Last-Event-ID", first.id().toString()),
                        HttpResponse.BodyHandlers.ofLines());
        List<String> ids =
                response.body().filter(line -> line.startsWith("id: ")).limit(2).toList();
        assertThat(ids).containsExactly("id: " + second.id(), "id: " + third.id());
    }

    @Test
    void shouldNoticeThatAReaderHasLeftAndTurnAwayTooMany() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < LiveStream.MAX_READERS; i++) {
            Socket socket = new Socket("127.0.0.1", server.port());
            sockets.add(socket);
            socket.getOutputStream()
                    .write(
                            "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
        }
        await().until(() -> figures.readers() == LiveStream.MAX_READERS);
        assertThat(send(StreamPage.PATH).statusCode()).isEqualTo(503);
        // Others are served as ever.
        assertThat(data(StatusTablePage.PATH).path("total").asInt()).isEqualTo(2);

        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> {
                    feed.raise(SampleEvents.restocked());
                    return figures.readers() == 0;
                });
    }

    @Test
    void shouldListWhatHasHappenedAndWhatDestinationsDo() throws Exception {
        feed.raise(SampleEvents.restocked());
        JsonNode events = data(EventPages.ROOT + "?limit=5&site=gorilla");
        assertThat(events.at("/events/0/type").asText()).isEqualTo("tori.variant.restocked");
        assertThat(data(EventPages.ROOT + "?type=tori.notice").path("events")).isEmpty();
        assertThat(send(EventPages.ROOT + "?limit=101").statusCode()).isEqualTo(400);

        JsonNode hook = data(DestinationPages.PATH).at("/destinations/0");
        assertThat(hook.path("condition").asText()).isEqualTo("paused");
        assertThat(hook.at("/limits/0/per").asInt()).isEqualTo(60);
        assertThat(hook.at("/limits/0/sent").asInt()).isEqualTo(7);
        assertThat(hook.path("waiting").asInt()).isEqualTo(3);
    }

    @Test
    void shouldServeTheDashboardAndEverythingItNames() throws Exception {
        HttpResponse<String> page = send("/");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        Set<String> asked = new HashSet<>();
        List<String> open = new ArrayList<>(List.of("/"));
        Pattern named = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"|from '\\./([a-z]+\\.js)'");
        while (!open.isEmpty()) {
            String path = open.removeLast();
            HttpResponse<String> response = send(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            Matcher names = named.matcher(response.body());
            while (names.find()) {
                String next =
                        names.group(1) == null ? "/dashboard/" + names.group(2) : names.group(1);
                if (asked.add(next)) {
                    open.add(next);
                }
            }
        }
        assertThat(asked).hasSizeGreaterThan(12);
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(send("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void shouldShowEverybodyAStatusPageWithoutSecrets() throws Exception {
        Incident open =
                new Incident(
                        UUID.randomUUID(),
                        PAGE,
                        "timeout",
                        "no answer from db.internal",
                        StatusRows.NOW.minusSeconds(700),
                        StatusRows.NOW.minusSeconds(600),
                        null,
                        Telling.NOBODY);
        incidents.incidents.add(open);
        incidents.incidents.add(
                new Incident(
                        UUID.randomUUID(),
                        HIDDEN,
                        "dns",
                        "other",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        null,
                        Telling.NOBODY));
        rows.set(0, StatusRows.down(PAGE, "no answer from db.internal"));

        HttpResponse<String> html = stranger("/status/shop");
        assertThat(html.body())
                .contains("<h1>&lt;Shop&gt;</h1>", "Nothing works at the moment", "10 min")
                .contains("title=\"2026-11-20: 50.00%\"", "95.00% up")
                .doesNotContain("secret", "db.internal", "<script", "<Shop>");
        assertThat(html.headers().firstValue("Cache-Control")).hasValue("public, max-age=10");
        JsonNode json = JSON.readTree(stranger("/api/v1/status-pages/shop").body()).path("data");
        assertThat(json.path("state").asText()).isEqualTo("down");
        assertThat(json.path("incidents").size()).isEqualTo(1);
        assertThat(json.at("/incidents/0").has("detail")).isFalse();
        assertThat(json.at("/monitors/0/uptime").asDouble()).isEqualTo(0.95);
        assertThat(stranger("/status/none").statusCode()).isEqualTo(404);

        // With another configuration the page is drawn anew at once.
        pages.set(0, new StatusPageConfig("shop", "S", Set.of("gorilla"), List.of(), true));
        assertThat(stranger("/status/shop").body()).contains("no answer from db.internal");
    }

    @Test
    void shouldJudgeEveryMonitorOfAPageHoweverFewItLists() throws Exception {
        rows.clear();
        for (int i = 0; i < 2_980; i++) {
            MonitorId monitor = new MonitorId("gorilla", "m" + i);
            rows.add(i < 2_900 ? StatusRows.up(monitor) : StatusRows.down(monitor, "gone"));
        }
        String html = stranger("/status/shop").body();
        assertThat(html)
                .contains("80 of 2980 do not work at the moment", "class=\"overall down\"")
                .contains("Listed are 500 of 2,980 monitors, those in trouble first.")
                .contains("Of all of them: 80 down, 2,900 up.")
                .doesNotContain("Everything works");
        JsonNode json = JSON.readTree(stranger("/api/v1/status-pages/shop").body()).path("data");
        assertThat(json.path("state").asText()).isEqualTo("down");
        assertThat(json.path("total").asInt()).isEqualTo(2_980);
        assertThat(json.at("/counts/down").asInt()).isEqualTo(80);
        assertThat(json.at("/counts/up").asInt()).isEqualTo(2_900);
        assertThat(json.path("monitors")).hasSize(500);
        assertThat(json.at("/monitors/0/monitor").asText()).isEqualTo("m2900");
        assertThat(json.at("/monitors/79/state").asText()).isEqualTo("down");
        assertThat(json.at("/monitors/80/monitor").asText()).isEqualTo("m0");
    }

    private static Incident incident(MonitorId monitor, Duration openedAgo) {
        Instant opened = StatusRows.NOW.minus(openedAgo);
        return new Incident(
                UUID.randomUUID(), monitor, "dns", "gone", opened, opened, null, Telling.NOBODY);
    }

    @Test
    void shouldListWhatAPageHadInTwoWeeksHoweverMuchHappensElsewhere() throws Exception {
        for (int i = 0; i < 600; i++) {
            Duration ago = Duration.ofMinutes(5);
            incidents.incidents.add(incident(HIDDEN, ago));
            incidents.incidents.add(incident(HIDDEN, ago).closed(StatusRows.NOW));
        }
        Instant lately = StatusRows.NOW.minus(Duration.ofDays(13));
        Instant before = StatusRows.NOW.minus(Duration.ofDays(15));
        for (int i = 0; i < 12; i++) {
            incidents.incidents.add(incident(PAGE, Duration.ofDays(20 + i)).closed(lately));
        }
        incidents.incidents.add(incident(PAGE, Duration.ofDays(16)).closed(before));
        incidents.incidents.add(incident(PAGE, Duration.ofDays(40)));
        incidents.incidents.add(
                incident(new MonitorId("gorilla", "no more"), Duration.ofMinutes(4)));
        JsonNode json = JSON.readTree(stranger("/api/v1/status-pages/shop").body()).path("data");
        assertThat(json.path("incidents").findValuesAsText("state"))
                .hasSize(13)
                .startsWith("open", "closed");
        assertThat(json.path("more_closed").asBoolean()).isFalse();
        assertThat(stranger("/status/shop").body()).doesNotContain("there are more", "no more");

        for (int i = 0; i < 90; i++) {
            incidents.incidents.add(incident(PAGE, Duration.ofDays(19)).closed(lately));
        }
        // With another configuration the page is drawn anew at once.
        pages.set(0, new StatusPageConfig("shop", "S", Set.of("gorilla"), List.of(), true));
        assertThat(stranger("/status/shop").body())
                .contains("Listed are the newest 100; there are more.");
        json = JSON.readTree(stranger("/api/v1/status-pages/shop").body()).path("data");
        assertThat(json.path("incidents")).hasSize(101);
        assertThat(json.path("more_closed").asBoolean()).isTrue();
        assertThat(json.path("more_open").asBoolean()).isFalse();
    }

    @Test
    void shouldKeepWhatIsPausedInTheTableButNotJudgeByIt() throws Exception {
        MonitorId off = new MonitorId("gorilla", "off");
        rows.add(StatusRows.paused(off));
        JsonNode table = data(StatusTablePage.PATH);
        assertThat(table.at("/counts/paused").asInt()).isEqualTo(1);
        assertThat(table.at("/rows/2")).extracting(JsonNode::asText).contains("off", "paused");
        assertThat(data("/api/v1/status?state=paused").at("/monitors/0/monitor").asText())
                .isEqualTo("off");
        assertThat(stranger("/status/shop").body())
                .contains("Everything works")
                .doesNotContain("off");
        assertThat(stranger("/badge/gorilla/off.svg").body()).contains("off: paused");
    }

    @Test
    void shouldNotSayThatAllWorksWhereSomethingCouldNotBeLookedAt() throws Exception {
        rows.add(StatusRows.blind(new MonitorId("gorilla", "other"), "a secret"));
        assertThat(stranger("/status/shop").body())
                .contains("What could be looked at works; nothing is known of 1")
                .doesNotContain("Everything works", "Listed are");
    }

    @Test
    void shouldDrawBadgesForPagesElsewhere() throws Exception {
        HttpResponse<String> badge = stranger("/badge/gorilla/page.svg");
        assertThat(badge.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(badge.headers().firstValue("Cross-Origin-Resource-Policy"))
                .hasValue("cross-origin");
        assertThat(badge.body()).contains("page: up");
        assertThat(stranger("/badge/gorilla/page.svg?type=uptime&days=3").body())
                .contains("uptime 3d: 95.00%");
        assertThat(stranger("/badge/gorilla/page.svg?type=latency").body())
                .contains("latency 30d: 12 ms");
        assertThat(stranger("/badge/gorilla/page.svg?type=uptime&days=366").body())
                .contains("uptime 366d");
        assertThat(stranger("/badge/gorilla/page.svg?type=uptime&days=367").statusCode())
                .isEqualTo(400);
        assertThat(stranger("/badge/gorilla/page.svg?type=odd").statusCode()).isEqualTo(400);
        assertThat(stranger("/badge/gorilla/page").statusCode()).isEqualTo(404);
        // Those who may read see what is on no page.
        assertThat(send("/badge/secret/page.svg").body()).contains("unknown");
    }
}
